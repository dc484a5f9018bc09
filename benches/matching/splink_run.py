"""Splink on DuckDB: CSV to clusters, training included, without labels. LIST CLUSTERS."""
import sys

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

source, out = sys.argv[1:3]
con = duckdb.connect()
people = con.sql(f"""
    select record_id as unique_id, lower(nullif(forename, '')) as forename, lower(nullif(surname, '')) as surname,
        case when length(dob) = 10 then dob end as dob, nullif(sex, '') as sex, lower(nullif(street, '')) as street,
        nullif(replace(postcode, ' ', ''), '') as postcode, nullif(national_id, '') as national_id,
        nullif(education_id, '') as education_id, right(nullif(phone, ''), 9) as phone
    from read_csv('{source}', header = true, all_varchar = true)""").df()
api = DuckDBAPI(con)
settings = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        cl.NameComparison("forename"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.ExactMatch("sex"),
        cl.JaroWinklerAtThresholds("street", [0.9]),
        cl.LevenshteinAtThresholds("postcode", [1]),
        cl.LevenshteinAtThresholds("national_id", [1]),
        cl.LevenshteinAtThresholds("education_id", [1]),
        cl.LevenshteinAtThresholds("phone", [1]),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("national_id"),
        block_on("education_id"),
        block_on("phone"),
        block_on("forename", "surname", "dob"),
        block_on("surname", "postcode"),
        block_on("forename", "dob"),
        block_on("surname", "dob"),
        block_on("dob", "postcode"),
        block_on("forename", "surname", "postcode"),
    ],
)
linker = Linker(api.register(people), settings)
linker.training.estimate_probability_two_random_records_match([block_on("national_id"), block_on("education_id")], recall=0.6)
linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("forename", "surname"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
found = linker.inference.predict(threshold_match_probability=0.5)
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_probability=0.9)
clusters.as_pandas_dataframe()[["unique_id", "cluster_id"]].rename(columns={"unique_id": "record_id"}).to_csv(out, index=False)
