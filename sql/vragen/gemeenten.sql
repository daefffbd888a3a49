-- The municipalities of a region with their inhabitants.
select
    regio,
    naam,
    inwoners
from kern_gemeente
where regio = $regio
order by naam;
