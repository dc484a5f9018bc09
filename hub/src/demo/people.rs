//! The fifteen personas of access.md §1. The names are invented.

/// One of them.
pub struct Persona {
    /// User name.
    pub name: &'static str,
    /// What colleagues read.
    pub shown_as: &'static str,
    /// Role code.
    pub role: &'static str,
    /// Agency code.
    pub agency: &'static str,
}

const fn is(name: &'static str, shown_as: &'static str, role: &'static str, agency: &'static str) -> Persona {
    Persona { name, shown_as, role, agency }
}

/// All of them.
pub const PERSONAS: &[Persona] = &[
    is("teacher", "Tamsin Thistlewood (teacher)", "referrer", "hollinbeck-academy"),
    is("nurse", "Nia Nettleby (emergency nurse)", "referrer", "wrenmoor-hospitals"),
    is("screener", "Sorrel Scarfell (screening officer)", "screener", "wrenmoor-children"),
    is("chair", "Corin Copperdale (front-door manager)", "front-door-manager", "wrenmoor-children"),
    is("socialworker", "Wren Wickersley (social worker)", "social-worker", "wrenmoor-children"),
    is("teammanager", "Marlow Mossgate (team manager)", "team-manager", "wrenmoor-children"),
    is("hubmanager", "Hollis Heatherbrook (hub manager)", "hub-manager", "wrenmoor-children"),
    is("officer", "Orla Oakensall (police case officer)", "police-officer", "moorland-police"),
    is("youthworker", "Yarrow Yewdale (youth worker)", "youth-worker", "wrenmoor-youth"),
    is("cochair", "Corran Cloughton (MACE co-chair)", "mace-co-chair", "wrenmoor-children"),
    is("adultlead", "Alder Ashgarth (adult lead)", "adult-lead", "wrenmoor-adults"),
    is("clerk", "Clover Cragside (business support)", "business-support", "wrenmoor-children"),
    is("scrutineer", "Selby Sedgewater (independent scrutineer)", "scrutineer", "wrenmoor-partnership"),
    is("governance", "Greer Gorsefield (information governance)", "governance", "wrenmoor-governance"),
    is("admin", "Aubrey Amberley (system administrator)", "admin", "wrenmoor-governance"),
];
