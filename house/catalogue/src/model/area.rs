//! Wards as dated sets: boundaries change, and what was counted in the old ones stays there.

use std::collections::BTreeMap;

dated! {
    /// The wards of the district between two changes of boundary.
    pub struct WardSet {
        /// Its stable name, such as `calderbrook-2018`.
        pub id: String,
        /// What people call it.
        pub title: String,
        /// Its wards.
        pub wards: Vec<Ward>,
        /// The file of outlines beside this one; read into `outlines`.
        pub geojson: Option<String>,
        /// Outlines by ward code.
        #[serde(default)]
        pub outlines: BTreeMap<String, Outline>,
    }
}

/// One ward.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ward {
    /// Its code: nine symbols; those of invented places begin with X.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The area committee or locality it belongs to.
    pub area: Option<String>,
}

/// The closed outline of a ward: longitude and latitude in degrees, first point repeated at the end.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Outline(pub Vec<[f64; 2]>);
