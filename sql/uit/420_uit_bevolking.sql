-- Inhabitants of every region by age, per year that the book has: the share of all, and the growth since the first year.
create table uit_bevolking as
with
inwoner as (
    select
        g.regio,
        r.volgorde,
        r.code as reeks,
        r.naam as leeftijd,
        c.periode,
        c.periode_label,
        c.begin_datum,
        c.waarde,
        c.eenheid,
        c.status,
        c.populatie,
        c.regiosoort,
        c.volgens,
        c.soort,
        c.tabel
    from uit_regiogebied as g
    inner join uit_gebiedcijfer as c on g.gebied = c.gebied and g.is_gelijk
    inner join kern_reeks as r on c.reeks = r.code and g.korrel = r.korrel
    where r.figuur = 'mensen'
)

select
    i.regio, -- code in `kern_regio`
    i.reeks, -- code in `kern_reeks`
    i.volgorde, -- order of the ages, all ages first
    i.leeftijd, -- age in words
    i.periode, -- code in `kern_periode`
    i.periode_label, -- in words: 1 januari 2025
    i.begin_datum, -- first day of the period
    i.waarde, -- number of inhabitants
    i.eenheid, -- unit
    i.status, -- status in `kern_status`
    i.populatie, -- who is counted
    i.regiosoort, -- woonregio: where people live
    i.volgens, -- registratie: a register says so
    i.soort, -- cbs: a real figure
    i.tabel, -- table in `kern_reekstabel`
    100 * i.waarde / alle.waarde as aandeel_pct, -- share of all inhabitants of that year
    100 * (i.waarde / eerste.waarde - 1) as groei_pct -- growth since the first year, 0 in that year
from inwoner as i
inner join inwoner as alle on i.regio = alle.regio and i.periode = alle.periode and alle.reeks = 'inwoners'
inner join inwoner as eerste
    on
        i.regio = eerste.regio
        and i.reeks = eerste.reeks
        and eerste.periode = (select min(periode) from inwoner);
