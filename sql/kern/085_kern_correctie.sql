-- Values of the source that are known to be wrong: what it says, what it should be, and why. Empty waarde: not known.
create table kern_correctie (
    indicator varchar not null references kern_indicator (code), -- the series: code in `kern_indicator`
    regio varchar not null references kern_regio (code), -- code in `kern_regio`
    branche varchar not null references kern_branche (code), -- code in `kern_branche`
    periode varchar not null, -- period code
    populatie varchar not null, -- who is counted
    verwacht double not null, -- the wrong value that the source has; when it no longer has it, the build fails
    waarde double, -- the right value; empty when it is not known
    reden varchar not null, -- why
    bron varchar not null references kern_bron (id), -- source of the correction
    bronregel integer, -- line in that source, may be empty
    primary key (indicator, regio, branche, periode, populatie),
    check (waarde is distinct from verwacht)
);

insert into kern_correctie by name
select * from register_correcties
where regio in (select code from kern_regio);
