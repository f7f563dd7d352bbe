-- H6: for the authority only; each carer by the first time he was asked in the year.
insert into counts (figure, place, period, breakdown, "group", numerator, denominator, known)
with firsts as (
    select
        carer_id, financial_year,
        arg_min(struct_pack(diagnosis := diagnosis), asked_on::varchar || record_id).diagnosis as diagnosis
    from read_parquet(returned('male_carers_depression')) as asked
    join quarters on quarters.key = quarter_of(asked_on)
    where carer_id is not null
    group by all
)
select
    'H6', getvariable('home'), financial_year, '', '',
    count_if(diagnosis = 'diagnosed'), count(*), count_if(diagnosis <> 'not_known')
from firsts group by all;
