-- The jobs of all COROP areas in December are those that AZW counts as breed in the 4th quarter, within half a percent: what the
-- series calls breed is breed.
with
som as (
    select
        left(periode, 4) as jaar,
        sum(waarde) as banen,
        count(*) as gebieden
    from kern_reekscijfer
    where reeks = 'banen_zorg'
    group by left(periode, 4)
),

telling as (
    select count(*) as gebieden from kern_telgebied
    where soort = 'corop'
)

select
    s.jaar,
    s.banen,
    a.waarde as azw
from kern_reekscijfer as a
inner join som as s on left(a.periode, 4) = s.jaar
inner join telling as t on s.gebieden = t.gebieden
where
    a.reeks = 'banen_azw'
    and a.periode like '%KW04'
    and abs(s.banen / a.waarde - 1) > 0.005
order by s.jaar;
