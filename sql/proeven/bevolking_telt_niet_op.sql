-- The regions together have the inhabitants that CBS publishes for the country, at every age; the ages together are all.
with
regio as (
    select
        'regio' as wat,
        reeks,
        periode,
        sum(waarde) filter (where gebied <> 'NL') as som,
        max(waarde) filter (where gebied = 'NL') as totaal
    from kern_reekscijfer
    where reeks like 'inwoners%'
    group by reeks, periode
),

leeftijd as (
    select
        gebied as wat,
        'inwoners' as reeks,
        periode,
        sum(waarde) filter (where reeks <> 'inwoners') as som,
        max(waarde) filter (where reeks = 'inwoners') as totaal
    from kern_reekscijfer
    where reeks like 'inwoners%'
    group by gebied, periode
)

select * from regio
where som is distinct from totaal
union all
select * from leeftijd
where som is distinct from totaal
order by all;
