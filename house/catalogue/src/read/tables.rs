//! The two sorts of file that are not TOML: tables of holidays (CSV) and outlines of wards (GeoJSON).

use std::collections::BTreeMap;

use kernel::Day;
use serde::Deserialize;

use crate::findings::Findings;
use crate::{Holiday, Outline};

/// Reads `date,name` or `date,nation,name`; several names of one day are joined.
pub fn holidays(file: &str, text: &str, findings: &mut Findings) -> BTreeMap<Day, String> {
    let mut found: BTreeMap<Day, String> = BTreeMap::new();
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = rows.headers().cloned().unwrap_or_default();
    let column = |name: &str| header.iter().position(|it| it.trim() == name);
    let (Some(date), Some(name)) = (column("date"), column("name")) else {
        findings.wrong((file.into(), 1), "the table has no columns date and name", "begin it with the line date,name");
        return found;
    };
    for row in rows.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                findings.wrong((file.into(), 0), format!("the row cannot be read: {error}"), "check its quotes");
                continue;
            }
        };
        let line = row.position().map_or(0, |it| line_of(text, it.byte() as usize));
        let written = row.get(date).unwrap_or_default().trim();
        match written.parse::<Day>() {
            Ok(day) => {
                let name = row.get(name).unwrap_or_default().trim();
                let known = found.entry(day).or_default();
                if known.is_empty() {
                    name.clone_into(known);
                }
            }
            Err(_) => findings.wrong((file.into(), line), format!("{written:?} is no day"), "write it as 2026-12-25"),
        }
    }
    found
}

/// The line of the row that begins at a byte, or just after the line break that stands there.
fn line_of(text: &str, byte: usize) -> usize {
    let breaks = text.bytes().take(byte).filter(|it| *it == b'\n').count();
    let at_break = text.as_bytes().get(byte).is_some_and(|it| matches!(it, b'\n' | b'\r'));
    breaks + usize::from(at_break) + 1
}

/// As the model keeps them: in order.
pub fn as_list(of: BTreeMap<Day, String>) -> Vec<Holiday> {
    of.into_iter().map(|(day, name)| Holiday { day, name }).collect()
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    code: String,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon { coordinates: Vec<Vec<[f64; 2]>> },
}

/// Reads a GeoJSON collection of polygons whose property `code` names the ward. Holes are left out.
pub fn outlines(file: &str, text: &str, findings: &mut Findings) -> BTreeMap<String, Outline> {
    let collection: Collection = match serde_json::from_str(text) {
        Ok(it) => it,
        Err(error) => {
            let mend = "write a FeatureCollection of Polygons, each with properties { \"code\": … }";
            findings.wrong((file.into(), error.line()), format!("the outlines cannot be read: {error}"), mend);
            return BTreeMap::new();
        }
    };
    let mut found = BTreeMap::new();
    for Feature { properties: Properties { code }, geometry: Geometry::Polygon { coordinates } } in collection.features
    {
        let ring = coordinates.into_iter().next().unwrap_or_default();
        let on_earth = ring.iter().all(|[x, y]| x.abs() <= 180.0 && y.abs() <= 90.0);
        if ring.len() < 4 || ring.first() != ring.last() || !on_earth {
            let mend = "give at least four points of longitude and latitude, the last the same as the first";
            findings.wrong((file.into(), 0), format!("the outline of ward {code:?} is not closed"), mend);
        } else if found.insert(code.clone(), Outline(ring)).is_some() {
            findings.wrong((file.into(), 0), format!("ward {code:?} has two outlines"), "take one away");
        }
    }
    found
}
