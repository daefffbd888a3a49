-- The tables of the ordinary StatLine that the book brings along as copies, or that were fetched since: what they are, and of
-- which day.
create table kern_reekstabel (
    tabel varchar primary key, -- identifier of the table
    titel varchar not null, -- its title
    uitgever varchar not null, -- publisher
    stand date, -- day of the state of the table that the copy names, empty when it names none
    kopie date not null, -- day on which we took the copy over, or fetched the table
    licentie varchar not null, -- licence
    vindplaats varchar not null, -- where the copy was found, or the host that the table was fetched from
    testbron varchar, -- host of a table that did not come from CBS, otherwise empty
    bron varchar not null references kern_bron (id) -- source
);

insert into kern_reekstabel by name
select *, 'statline' as bron from register_reeksen_tabellen;
