-- The only way to add observations up: give value, telwijze, population and period of each. It refuses what has no
-- meaning: a sum of shares, of levels or year-on-year flows over several periods, of years with quarters, and of smal
-- with breed.
create macro optellen(waarde, telwijze, populatie, periode) as
case
    when count(distinct populatie) > 1
        then error('optellen: smal en breed zijn verschillende populaties en komen nooit in een som')
    when bool_or(telwijze = 'verhouding')
        then error('optellen: een verhouding is niet op te tellen')
    when bool_or(telwijze = 'jaar_op_jaar') and count(distinct periode) > 1
        then error('optellen: in- en uitstroom zijn jaar op jaar; perioden zijn niet op te tellen')
    when bool_or(telwijze = 'stand') and count(distinct periode) > 1
        then error('optellen: een stand is niet over perioden op te tellen')
    when count(distinct substr(periode, 5, 2)) > 1
        then error('optellen: jaren en kwartalen zijn niet samen op te tellen')
    else sum(waarde)
end;
