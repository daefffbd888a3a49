-- From the whole to the part: a reference must exist before it is used.
insert into kern_branche by name
select
    code, naam, soort, populatie, onderdeel_van, coalesce(string_split(andere_namen, '; '), []) as andere_namen
from register_branches
where soort = 'totaal';

insert into kern_branche by name
select
    code, naam, soort, populatie, onderdeel_van, coalesce(string_split(andere_namen, '; '), []) as andere_namen
from register_branches
where soort = 'branche';

insert into kern_branche by name
select
    code, naam, soort, populatie, onderdeel_van, coalesce(string_split(andere_namen, '; '), []) as andere_namen
from register_branches
where soort = 'deelbranche';
