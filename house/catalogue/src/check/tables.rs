//! Checks of calendars and wards.

use super::{Check, twice};
use crate::{CalendarKind, Unit};

impl Check<'_, '_> {
    pub(super) fn calendars(&mut self) {
        let read = self.read;
        self.in_time(&read.calendars, "calendar", |it| it.name.clone());
        for (place, it) in &read.calendars.0 {
            let counts_holidays = match it.kind {
                CalendarKind::Working | CalendarKind::Clear => true,
                CalendarKind::Every | CalendarKind::Elapsed => false,
            };
            if counts_holidays && it.holidays.is_empty() {
                let mend = "add tables = [ \"calendars/….csv\" ]: a due day is never computed without bank holidays";
                self.wrong(place, &["name"], format!("calendar {} has no holidays", it.name), mend);
            }
            if !counts_holidays && !it.holidays.is_empty() {
                let mend = "take the tables away, or choose another kind";
                self.warn(place, &["tables"], format!("calendar {} never looks at its holidays", it.name), mend);
            }
        }
        for unit in Unit::ALL {
            if !read.calendars.all().any(|it| it.name == unit.calendar()) {
                let problem = format!("there is no calendar {} by which {} are counted", unit.calendar(), unit.label());
                self.findings.wrong(("calendars.toml".into(), 0), problem, "add it");
            }
        }
    }

    pub(super) fn ward_sets(&mut self) {
        let read = self.read;
        self.in_time(&read.ward_sets, "ward set", |_| "of the district".into());
        for (place, set) in &read.ward_sets.0 {
            for (n, code) in twice(set.wards.iter().map(|it| it.code.as_str())) {
                self.wrong(
                    place,
                    &["wards", &n.to_string(), "code"],
                    format!("ward {code:?} stands twice"),
                    "take one away",
                );
            }
            for (n, ward) in set.wards.iter().enumerate() {
                let n = n.to_string();
                self.filled(place, &["wards", &n, "name"], &ward.name);
                if ward.code.len() != 9 || !ward.code.chars().all(|it| it.is_ascii_alphanumeric()) {
                    let mend = "write nine letters and digits, such as E05001341";
                    self.wrong(place, &["wards", &n, "code"], format!("{:?} is no ward code", ward.code), mend);
                }
                if set.geojson.is_some() && !set.outlines.contains_key(&ward.code) {
                    let problem = format!("ward {} has no outline", ward.code);
                    self.warn(place, &["wards", &n, "code"], problem, "add it to the file of outlines");
                }
            }
            for code in set.outlines.keys().filter(|code| !set.wards.iter().any(|it| it.code == **code)) {
                let problem = format!("the outlines hold {code:?}, which is no ward of this set");
                self.wrong(place, &["geojson"], problem, "add the ward, or take its outline away");
            }
        }
    }
}
