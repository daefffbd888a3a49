-- The first period after a series break; charts and trends stop there.
create table kern_reeksbreuk (
    indicator varchar not null references kern_indicator (code), -- the series: code in `kern_indicator`
    periode varchar not null, -- first period after the break
    begin_datum date not null, -- first day of that period
    uitleg varchar not null, -- what changed
    bron varchar not null references kern_bron (id), -- source
    primary key (indicator, periode)
);

insert into kern_reeksbreuk by name
select
    * exclude (bronregel),
    case substr(periode, 5, 2)
        when 'KW' then make_date(cast(substr(periode, 1, 4) as integer), 3 * cast(substr(periode, 7, 2) as integer) - 2, 1)
        when 'SJ' then make_date(cast(substr(periode, 1, 4) as integer), 9, 1)
        else make_date(cast(substr(periode, 1, 4) as integer), 1, 1)
    end as begin_datum
from register_reeksbreuken;
