-- The cells of raw tables that the catalogue points at, before keys become codes.
create temporary table stage_cel (
    indicator varchar not null,
    vintage varchar not null,
    regio_sleutel varchar not null,
    periode varchar not null,
    branche varchar, -- code of the branch; empty when the table is not about branches
    waarde double
);
