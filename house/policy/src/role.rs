//! Roles (access.md §1) and the groups of roles that the policies name.

kernel::words! {
    /// A role that somebody holds at an agency, with dates (access.md §1). A partnership may hold further roles in its
    /// configuration: to the shared policies they mean nothing, and give nothing.
    pub enum Role {
        /// Any registered practitioner of any agency.
        Referrer = "referrer" / "Referrer",
        /// Front-door screening officer.
        Screener = "screener" / "Screening officer",
        /// Manages the front door and chairs the daily meeting.
        FrontDoorManager = "front-door-manager" / "Front-door manager",
        /// Children's social worker.
        SocialWorker = "social-worker" / "Social worker",
        /// Team manager in children's social care.
        TeamManager = "team-manager" / "Team manager",
        /// Manager of the exploitation hub.
        HubManager = "hub-manager" / "Hub manager",
        /// Police case officer of the joint investigation team.
        PoliceOfficer = "police-officer" / "Police case officer",
        /// Police intelligence officer.
        IntelligenceOfficer = "intelligence-officer" / "Intelligence officer",
        /// Police disruption officer.
        DisruptionOfficer = "disruption-officer" / "Disruption officer",
        /// Police analyst: protected tables only.
        Analyst = "analyst" / "Analyst",
        /// Missing co-ordinator, police or council.
        MissingCoordinator = "missing-coordinator" / "Missing co-ordinator",
        /// Health practitioner.
        HealthPractitioner = "health-practitioner" / "Health practitioner",
        /// Education officer.
        EducationOfficer = "education-officer" / "Education officer",
        /// Youth worker, youth justice included.
        YouthWorker = "youth-worker" / "Youth worker",
        /// Worker of a voluntary organisation.
        VcsWorker = "vcs-worker" / "Voluntary-sector worker",
        /// Member of a panel, board or committee.
        PanelMember = "panel-member" / "Panel member",
        /// Co-chair of the MACE meeting.
        MaceCoChair = "mace-co-chair" / "MACE co-chair",
        /// Adult social worker.
        AdultSocialWorker = "adult-social-worker" / "Adult social worker",
        /// Lead for adults at risk of exploitation.
        AdultLead = "adult-lead" / "Adult lead",
        /// Business support: prepares and minutes meetings.
        BusinessSupport = "business-support" / "Business support",
        /// Committee officer.
        CommitteeOfficer = "committee-officer" / "Committee officer",
        /// Manager of the partnership's office.
        PartnershipManager = "partnership-manager" / "Partnership manager",
        /// Independent scrutineer.
        Scrutineer = "scrutineer" / "Scrutineer",
        /// Auditor: reads, never writes.
        Auditor = "auditor" / "Auditor",
        /// Information governance lead: Caldicott guardian, data protection officer.
        Governance = "governance" / "Information governance lead",
        /// System administrator: runs the system, sees no content.
        Admin = "admin" / "System administrator",
    }
}

/// Groups of roles, as the policies name them (`principal.groups`). They follow from the roles and nothing else.
pub mod group {
    /// Everybody with a role of access.md §1.
    pub const STAFF: &str = "staff";
    /// Front door: screener, front-door manager.
    pub const FRONT_DOOR: &str = "front-door";
    /// Team manager and hub manager: the table's column of that name.
    pub const CASE_MANAGER: &str = "case-manager";
    /// Who manages a line: front-door, team and hub manager, adult lead.
    pub const MANAGER: &str = "manager";
    /// Social care and police practitioners, children's and adults': allocation alone opens the record.
    pub const STATUTORY: &str = "statutory";
    /// Police practitioners.
    pub const POLICE: &str = "police";
    /// Adults' social care.
    pub const ADULTS: &str = "adults";
    /// Health, education, youth and voluntary sector: allocation *and* their agency's sharing basis open the record.
    pub const PARTNER: &str = "partner";
    /// Practitioners who work with people: statutory and partner.
    pub const WORKER: &str = "worker";
    /// Panel members and co-chairs.
    pub const PANEL: &str = "panel";
    /// Scrutineer and auditor.
    pub const SCRUTINY: &str = "scrutiny";
}

impl Role {
    /// The groups to which the role belongs.
    #[must_use]
    pub const fn groups(self) -> &'static [&'static str] {
        use group::{
            ADULTS, CASE_MANAGER, FRONT_DOOR, MANAGER, PANEL, PARTNER, POLICE, SCRUTINY, STAFF, STATUTORY, WORKER,
        };
        match self {
            Self::Referrer
            | Self::Analyst
            | Self::BusinessSupport
            | Self::CommitteeOfficer
            | Self::PartnershipManager
            | Self::Governance
            | Self::Admin => &[STAFF],
            Self::Screener => &[STAFF, FRONT_DOOR],
            Self::FrontDoorManager => &[STAFF, FRONT_DOOR, MANAGER],
            Self::SocialWorker | Self::MissingCoordinator => &[STAFF, STATUTORY, WORKER],
            Self::TeamManager | Self::HubManager => &[STAFF, CASE_MANAGER, MANAGER],
            Self::PoliceOfficer | Self::IntelligenceOfficer | Self::DisruptionOfficer => {
                &[STAFF, STATUTORY, POLICE, WORKER]
            }
            Self::HealthPractitioner | Self::EducationOfficer | Self::YouthWorker | Self::VcsWorker => {
                &[STAFF, PARTNER, WORKER]
            }
            Self::PanelMember | Self::MaceCoChair => &[STAFF, PANEL],
            Self::AdultSocialWorker => &[STAFF, STATUTORY, ADULTS, WORKER],
            Self::AdultLead => &[STAFF, STATUTORY, ADULTS, WORKER, MANAGER],
            Self::Scrutineer | Self::Auditor => &[STAFF, SCRUTINY],
        }
    }
}
