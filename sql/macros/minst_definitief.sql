-- The status of what is computed from several values: that of the least definite of them.
create macro minst_definitief(statussen) as
list_extract(
    ['definitief', 'nader voorlopig', 'voorlopig', 'onbekend'],
    list_max(
        list_transform(
            statussen, lambda s: list_position(['definitief', 'nader voorlopig', 'voorlopig', 'onbekend'], s)
        )
    )
);
