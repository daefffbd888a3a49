-- Which raw table and measure serves which series, per version; where none does, the reason.
create table kern_koppeling (
    indicator varchar not null references kern_indicator (code), -- the series: code in `kern_indicator`
    vintage varchar references kern_vintage (id), -- version of the raw table; empty when no table in force serves the series
    maat varchar, -- key of the measure in that version; empty when it was not found
    perioden varchar[] not null, -- kinds of periods that are used
    schaal double not null check (schaal > 0), -- factor by which a raw value is multiplied
    populaties varchar[] not null, -- populations that are used
    -- what was seen in the real table: ja (title, measure and unit), tabel (identifier and title only) or nee
    bevestigd varchar not null check (bevestigd in ('ja', 'tabel', 'nee')),
    reden varchar, -- why nothing was found; filled exactly when `maat` is empty
    unique (indicator, vintage),
    check ((maat is null) = (reden is not null)),
    check (vintage is not null or maat is null)
);

insert into kern_koppeling by name
select * from stage_koppeling
order by indicator, vintage;
