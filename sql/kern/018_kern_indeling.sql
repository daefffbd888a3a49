-- Every area of every register, whether the book is about it or not: a raw table may have these beside the country.
create table kern_indeling (
    code varchar primary key, -- code of CBS: RA0205, PV23, LD02
    naam varchar not null, -- name
    indeling varchar not null -- the register that it stands in
);

insert into kern_indeling by name
select code, naam, indeling from register_indelingen;
