-- How definite a figure can be, from the most definite on.
create table kern_status (
    status varchar primary key, -- the word in the book
    volgorde integer not null unique, -- 1 is the most definite
    titel varchar unique, -- what CBS calls it, empty for a figure of which nothing is said
    kort varchar not null unique check (length(kort) = 1) -- its letter in the explorer
);

insert into kern_status by name
select * from register_statussen;
