//! Which step may be taken, by whom, with what: a decision over values.

use catalogue::{Pathway, Transition};
use kernel::Refused;

/// The step from one state to another that these roles may take.
///
/// # Errors
/// [`Refused::Rule`] when no step leads there; [`Refused::MayNot`] when none of these roles may take it;
/// [`Refused::Wrong`] when it needs a reason and there is none.
pub fn step<'a>(
    way: &'a Pathway,
    from: &'a str,
    to: &str,
    roles: &[String],
    reason: Option<&str>,
) -> Result<&'a Transition, Refused> {
    let label = |id: &str| way.state(id).map_or_else(|| id.to_owned(), |it| it.label.clone());
    let leads: Vec<&Transition> = way.from_state(from).filter(|it| it.to == to).collect();
    if leads.is_empty() {
        return Err(Refused::rule("pathway", format!("no step leads from “{}” to “{}”", label(from), label(to))));
    }
    let step = leads
        .into_iter()
        .find(|it| it.who.iter().any(|who| roles.contains(who)))
        .ok_or_else(|| Refused::MayNot(format!("Your role may not move it to “{}”.", label(to))))?;
    if step.reason && step.codes.is_none() && reason.is_none_or(|it| it.trim().is_empty()) {
        return Err(Refused::wrong("reason", "Say why"));
    }
    Ok(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn referral() -> &'static Pathway {
        let c = catalogue::Catalogue::embedded();
        c.pathways.iter().find(|it| it.id == "referral").unwrap()
    }

    #[test]
    fn a_decided_referral_goes_back_only_by_the_front_door_manager_and_with_a_reason() {
        let roles = |it: &str| vec![it.to_owned()];
        let way = referral();
        assert!(matches!(step(way, "advice", "received", &roles("screener"), Some("x")), Err(Refused::MayNot(_))));
        let manager = roles("front-door-manager");
        assert!(matches!(step(way, "advice", "received", &manager, Some(" ")), Err(Refused::Wrong(_))));
        assert_eq!(
            step(way, "advice", "received", &manager, Some("New facts")).map(|it| it.id.as_str()),
            Ok("decide_again")
        );
        assert!(matches!(step(way, "closed", "received", &manager, Some("x")), Err(Refused::Rule { .. })));
    }
}
