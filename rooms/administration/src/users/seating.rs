//! What must hold where seats are granted and absences are covered. Pure.

use catalogue::{Catalogue, Dated as _};
use door::{AccountState, Seat};
use kernel::{Day, Refused, Wrongs};
use policy::Role;

use super::NewSeat;

/// The kind of the agency at which a seat is to be held: role, agency and team must fit by the configuration of the
/// first day (access.md §1).
///
/// # Errors
/// Every field that does not fit, and how to mend it.
pub fn seat_fits(catalogue: &Catalogue, seat: &NewSeat) -> Result<String, Wrongs> {
    let mut wrongs = Wrongs::default();
    let role = catalogue.role(&seat.role).filter(|it| it.holds_on(seat.from));
    let agency = catalogue.agency(&seat.agency).filter(|it| it.holds_on(seat.from));
    if role.is_none() {
        wrongs.add("role", "Choose a role that exists on the first day");
    }
    if agency.is_none() {
        wrongs.add("agency", "Choose an agency that exists on the first day");
    }
    if let (Some(role), Some(agency)) = (role, agency) {
        if !role.kinds.is_empty() && !role.kinds.contains(&agency.kind) {
            wrongs.add("role", format!("{} is not held at {}. Choose another role or agency", role.label, agency.name));
        }
        if seat.team.as_ref().is_some_and(|team| !agency.teams.iter().any(|it| it.code == *team)) {
            wrongs.add("team", format!("This is no team of {}. Choose one of its teams, or none", agency.name));
        }
    }
    if seat.to.is_some_and(|to| to < seat.from) {
        wrongs.add("to", "The last day comes before the first");
    }
    match agency {
        Some(agency) if wrongs.is_empty() => Ok(agency.kind.clone()),
        _ => Err(wrongs),
    }
}

/// Whether a role manages its agency's users (access.md §3: the agency's manager confirms).
#[must_use]
pub fn confirms(role: &str) -> bool {
    role.parse::<Role>().is_ok_and(|it| it == Role::PartnershipManager || it.groups().contains(&policy::group::MANAGER))
}

/// Where a seat stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Waits for the agency's manager.
    Proposed,
    /// Confirmed, begins later.
    Later,
    /// In force.
    Now,
    /// Over, or never confirmed and withdrawn.
    Over,
}

impl Standing {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Proposed => "Waits to be confirmed",
            Self::Later => "Begins later",
            Self::Now => "In force",
            Self::Over => "Ended",
        }
    }
}

/// Where a seat stands on a day.
#[must_use]
pub fn standing(seat: &Seat, today: Day) -> Standing {
    match (seat.confirmed_by, seat.holds_to) {
        (_, Some(to)) if to < today => Standing::Over,
        (None, _) => Standing::Proposed,
        (Some(_), _) if seat.holds_from > today => Standing::Later,
        (Some(_), _) => Standing::Now,
    }
}

/// Whether somebody may cover from day to day: another, active account with a seat at an agency of the absent one.
///
/// # Errors
/// Every field that does not fit.
pub fn cover_fits(
    same_account: bool,
    cover: AccountState,
    colleagues: bool,
    (from, to): (Day, Day),
    today: Day,
) -> Result<(), Refused> {
    let mut wrongs = Wrongs::default();
    if same_account {
        wrongs.add("cover", "Nobody covers for themselves. Choose somebody else");
    } else if cover != AccountState::Active || !colleagues {
        wrongs.add("cover", "Choose a colleague of the same agency whose account is in use");
    }
    if to < from {
        wrongs.add("to", "The last day comes before the first");
    } else if to < today {
        wrongs.add("to", "The last day is over. Enter today or a later day");
    }
    wrongs.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(role: &str, agency: &str, team: Option<&str>) -> NewSeat {
        let from = "2026-11-04".parse().unwrap_or_else(|_| unreachable!());
        NewSeat { role: role.into(), agency: agency.into(), team: team.map(Into::into), from, to: None }
    }

    #[test]
    fn a_role_is_held_where_the_configuration_says() {
        let c = Catalogue::embedded();
        let fits = seat_fits(c, &asked("screener", "wrenmoor-children", Some("front-door")));
        assert_eq!(fits, Ok("council-children".to_owned()));
        let police = seat_fits(c, &asked("screener", "moorland-police", None)).unwrap_err();
        assert!(police.of("role").is_some_and(|it| it.contains("is not held at")), "{police:?}");
        let team = seat_fits(c, &asked("screener", "wrenmoor-children", Some("missing"))).unwrap_err();
        assert!(team.of("team").is_some());
        let nothing = seat_fits(c, &asked("wizard", "nowhere", None)).unwrap_err();
        assert!(nothing.of("role").is_some() && nothing.of("agency").is_some(), "all mistakes together");
    }

    #[test]
    fn managers_of_a_line_and_of_the_partnership_confirm_and_nobody_else() {
        let all: Vec<&str> = Role::ALL.iter().map(|it| it.as_str()).filter(|it| confirms(it)).collect();
        assert_eq!(all, ["front-door-manager", "team-manager", "hub-manager", "adult-lead", "partnership-manager"]);
    }

    #[test]
    fn a_cover_is_another_colleague_in_use() {
        let day = |it: &str| it.parse::<Day>().unwrap_or_else(|_| unreachable!());
        let span = (day("2026-11-05"), day("2026-11-09"));
        assert!(cover_fits(false, AccountState::Active, true, span, day("2026-11-04")).is_ok());
        assert!(cover_fits(true, AccountState::Active, true, span, day("2026-11-04")).is_err());
        assert!(cover_fits(false, AccountState::Left, true, span, day("2026-11-04")).is_err());
        assert!(cover_fits(false, AccountState::Active, false, span, day("2026-11-04")).is_err());
        assert!(cover_fits(false, AccountState::Active, true, (span.1, span.0), day("2026-11-04")).is_err());
        assert!(cover_fits(false, AccountState::Active, true, span, day("2026-11-10")).is_err());
    }
}
