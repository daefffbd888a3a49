-- The status of what is computed from several values: that of the least definite of them.
create macro minst_definitief(statussen) as
list_extract(
    list_filter((select list(k.status order by k.volgorde) from kern_status as k), lambda s: list_contains(statussen, s)),
    -1
);
