-- Which raw table and measure serves which series, per version; where none does, the reason.
create table kern_koppeling (
    indicator varchar not null references kern_indicator (code),
    vintage varchar references kern_vintage (id),
    maat varchar,
    perioden varchar[] not null,
    schaal double not null check (schaal > 0),
    populaties varchar[] not null,
    bevestigd varchar not null check (bevestigd in ('ja', 'tabel', 'nee')),
    reden varchar,
    unique (indicator, vintage),
    check ((maat is null) = (reden is not null)),
    check (vintage is not null or maat is null)
);

insert into kern_koppeling by name
select * from stage_koppeling
order by indicator, vintage;
