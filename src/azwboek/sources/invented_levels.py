"""The levels that demonstration tables are made on: national series, and what differs between branches."""

from __future__ import annotations

from dataclasses import dataclass

# The levels that the national series (zorg en welzijn, smal) pass through, each with its source. "voortgang4"
# is the fourth progress report (VWS, 4-11-2020), with the line; "verzonnen": geen gepubliceerd niveau.
ANCHORS: dict[str, dict[str, float]] = {
    "werknemers": {  # persons
        "2015KW01": 1_126_000,  # verzonnen
        "2016KW04": 1_160_000,  # verzonnen
        "2017KW01": 1_166_000,  # verzonnen
        "2017KW04": 1_183_000,  # voortgang4 265: in 2017 circa 23.000 erbij
        "2018KW01": 1_189_000,  # voortgang4 267: bij de start 136.000 in en 112.000 uit
        "2019KW01": 1_217_000,  # voortgang4 265: 33.000 minder dan een jaar later
        "2019KW04": 1_249_000,  # voortgang4 265: 2020KW01 is ongeveer gelijk aan eind 2019
        "2020KW01": 1_250_000,  # voortgang4 265: bijna 1,25 miljoen
        "2021KW01": 1_284_000,  # verzonnen
        "2022KW01": 1_318_000,  # verzonnen
        "2023KW01": 1_343_000,  # verzonnen; CBS noemt voor breed een saldo van 21.000
        "2024KW01": 1_374_000,  # verzonnen
        "2024KW04": 1_400_000,  # verzonnen
        "2026KW01": 1_428_000,  # verzonnen
    },
    "aandeel_werknemers": {  # % of all employees; CBS: "ruim 15" for breed in 2020KW02 and 2022KW04
        "2015KW01": 15.3,  # verzonnen
        "2020KW01": 15.4,  # verzonnen
        "2021KW01": 15.9,  # verzonnen
        "2022KW04": 15.4,  # verzonnen
        "2026KW01": 15.8,  # verzonnen
    },
    "kinderopvang": {"2015KW01": 80_000, "2020KW01": 100_000, "2026KW01": 125_000},  # persons; verzonnen
    "uitstroom": {  # persons, year on year
        "2016KW01": 108_000,  # verzonnen
        "2018KW01": 112_000,  # voortgang4 267: bij de start van het programma circa 112.000
        "2020KW01": 118_000,  # voortgang4 267: circa 118.000
        "2023KW01": 138_000,  # verzonnen; CBS noemt voor breed 155.000
        "2025KW04": 141_000,  # verzonnen
    },
    "pensioen": {"2016KW01": 0.21, "2020KW01": 0.20, "2025KW04": 0.22},  # part of the outflow; verzonnen
    "werktevredenheid": {  # %
        "2019KW02": 77.8,  # Staat VenZ, medewerkerstevredenheid (AZW WNE), smal
        "2019KW04": 78.0,  # nieuws.nl 29-9-2020 (CBS), breed
        "2021KW02": 77.2,  # verzonnen
        "2022KW04": 76.0,  # Skipr 2023-07 (CBS AZW), breed
        "2025KW04": 77.6,  # verzonnen
    },
    "werkdruk": {  # %; published for breed only
        "2019KW02": 40.0,  # NOS 2019 (CBS): vier op de tien
        "2020KW04": 40.5,  # verzonnen
        "2021KW02": 42.0,  # nu.nl 2022-11 (CBS)
        "2021KW04": 44.0,  # nieuws.nl 17-11-2022 (CBS)
        "2022KW02": 50.0,  # nieuws.nl 17-11-2022 (CBS)
        "2023KW02": 47.0,  # verzonnen
        "2025KW04": 44.5,  # verzonnen
    },
    "scholing": {"2019KW02": 79.0, "2021KW02": 75.5, "2025KW04": 78.5},  # %; verzonnen
    "werkenden_werknemer": {  # x 1 000, persons by main job
        "2013JJ00": 1_120.0,  # verzonnen
        "2016JJ00": 1_098.0,  # verzonnen
        "2020JJ00": 1_180.0,  # verzonnen
        "2021JJ00": 1_236.0,  # verzonnen, na de reeksbreuk
        "2025JJ00": 1_345.0,  # verzonnen
    },
    "zzp": {  # x 1 000
        "2013JJ00": 80.0,  # verzonnen
        "2018JJ00": 92.0,  # voortgang4 332: bijgesteld
        "2019JJ00": 95.0,  # voortgang4 322: voorlopig
        "2020JJ00": 97.0,  # verzonnen
        "2021JJ00": 113.0,  # verzonnen, na de reeksbreuk
        "2023JJ00": 129.0,  # verzonnen
        "2025JJ00": 121.0,  # verzonnen
    },
    "zmp": {"2013JJ00": 36.0, "2020JJ00": 33.0, "2021JJ00": 36.0, "2025JJ00": 35.0},  # x 1 000; verzonnen
    "ziekteverzuim": {  # %, as employees report it (NEA); published levels are of the employers' series only
        "2014JJ00": 5.2,  # verzonnen
        "2019JJ00": 5.5,  # verzonnen
        "2021JJ00": 5.8,  # verzonnen
        "2022JJ00": 7.3,  # verzonnen, na de reeksbreuk
        "2025JJ00": 6.9,  # verzonnen
    },
    "deeltijdfactor": {"2019KW01": 0.676, "2020KW01": 0.680, "2025KW04": 0.704},  # verzonnen
    "mbo_tekortberoepen": {"2015SJ00": 38_000, "2020SJ00": 47_000, "2025SJ00": 42_000},  # persons; verzonnen
    "mbo_overig": {"2015SJ00": 118_000, "2020SJ00": 112_000, "2025SJ00": 104_000},  # persons; verzonnen
}


@dataclass(frozen=True)
class Leaf:
    """A branch without parts: share of employees (smal = 1), average age, share of men, deeltijdfactor."""

    share: float
    age: float
    men: float
    part_time: float


CHILDCARE, OTHER = "Kinderopvang (incl. peuterspeelzaalwerk)", "buiten zorg en welzijn"
CARE, HOME_CARE = "Verpleging en verzorging", "Thuiszorg"
# Invented, except the share of sociaal werk: 54.300 employees in 2020KW01 (sociaalwerk-werkt.nl 9-9-2020).
LEAVES: dict[str, Leaf] = {
    "Universitair medische centra": Leaf(0.060, 42.4, 0.30, 0.81),
    "Ziekenhuizen en overige medisch specialistische zorg": Leaf(0.175, 42.9, 0.19, 0.73),
    "Geestelijke gezondheidszorg": Leaf(0.075, 42.6, 0.29, 0.78),
    "Huisartsen en gezondheidscentra": Leaf(0.028, 43.3, 0.12, 0.61),
    "Overige zorg en welzijn": Leaf(0.113, 40.6, 0.22, 0.66),
    CARE: Leaf(0.205, 42.8, 0.11, 0.61),
    HOME_CARE: Leaf(0.130, 44.1, 0.09, 0.57),
    "Gehandicaptenzorg": Leaf(0.142, 42.2, 0.20, 0.69),
    "Jeugdzorg": Leaf(0.02856, 40.1, 0.21, 0.79),
    "Sociaal werk": Leaf(54_300 / 1_250_000, 45.2, 0.27, 0.72),
    CHILDCARE: Leaf(0.0, 37.5, 0.05, 0.64),
    OTHER: Leaf(0.0, 41.0, 0.58, 0.81),
}
SMAL = [leaf for leaf in LEAVES if leaf not in (CHILDCARE, OTHER)]
# The positions of Branche, in the order of data/registers/branches.csv, and the leaves that each holds.
BRANCHES: dict[str, list[str]] = {
    "Zorg en welzijn (smal)": SMAL,
    "Zorg en welzijn (breed)": [*SMAL, CHILDCARE],
    "Alle economische activiteiten": list(LEAVES),
    **{leaf: [leaf] for leaf in SMAL[:5]},
    "Verpleging, verzorging en thuiszorg": [CARE, HOME_CARE],
    **{leaf: [leaf] for leaf in [*SMAL[5:], CHILDCARE]},
}
