-- The agreements of one programme line with their dates.
select
    a.nummer,
    a.opgave,
    o.naam as opgave_naam,
    a.partijen,
    a.samenvatting,
    string_agg(t.letterlijk, '; ' order by t.bronregel, t.begin_datum, t.letterlijk) as termijnen,
    a.bron,
    a.bronregel
from kern_afspraak as a
inner join kern_opgave as o on a.opgave = o.nummer
left join kern_termijn as t on t.item_soort = 'afspraak' and t.item = cast(a.nummer as varchar)
where o.programmalijn = $lijn
group by all
order by a.nummer;
