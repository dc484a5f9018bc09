//! The example district, compiled in, so that `clock due` and a new store work without any folder.

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Path within the folder, and text.
        pub const EXAMPLE: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../partnerships/example/", $name)))),*];
    };
}

files![
    "agencies.toml",
    "calendars.toml",
    "calendars/bank_holidays_ew.csv",
    "calendars/bank_holidays_ew_2010_2014.csv",
    "calendars/bank_holidays_uk_extra.csv",
    "clocks/adults.toml",
    "clocks/child_protection.toml",
    "clocks/education_health.toml",
    "clocks/exploitation.toml",
    "clocks/front_door.toml",
    "clocks/governance.toml",
    "clocks/intelligence.toml",
    "clocks/missing.toml",
    "clocks/modern_slavery.toml",
    "clocks/rights.toml",
    "codes/exploitation.toml",
    "codes/front_door.toml",
    "codes/law.toml",
    "codes/missing.toml",
    "codes/person.toml",
    "codes/status.toml",
    "codes/work.toml",
    "forms/adult-concern.toml",
    "forms/advice.toml",
    "forms/assessment.toml",
    "forms/decision.toml",
    "forms/note.toml",
    "forms/referral-public.toml",
    "forms/referral.toml",
    "instruments/f2-a.toml",
    "instruments/f2-b.toml",
    "instruments/f2-c.toml",
    "language.toml",
    "partnership.toml",
    "pathways/advice-request.toml",
    "pathways/assessment.toml",
    "pathways/known-ask-us.toml",
    "pathways/merge.toml",
    "pathways/person-status.toml",
    "pathways/referral.toml",
    "posts.toml",
    "roles.toml",
    "sharing.toml",
    "wards.geojson",
    "wards.toml",
    "words/mails.toml",
    "words/public.toml",
    "words/referrers.toml",
];
