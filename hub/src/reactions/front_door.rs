//! What follows at the front door.

use door::Reactions;
use front_door::advice::AdviceLogged;
use front_door::referral::*;

pub(super) fn reactions() -> Reactions {
    Reactions::default()
        .nothing_follows::<ReferralReceived>("clocks CK-01 to CK-03 are configuration")
        .nothing_follows::<ReferralDecided>("clocks are configuration; the daily meeting lists concerns itself")
        .nothing_follows::<ReferrerTold>("it stops CK-01 and CK-03 by configuration")
        .nothing_follows::<ReferralWithdrawn>("it voids CK-01 to CK-03 by configuration")
        .nothing_follows::<ReferralLinked>("the chronology shows it")
        .nothing_follows::<ReferralUnlinked>("the chronology shows it")
        .nothing_follows::<ReferralJoined>("it voids CK-01 by configuration; the open referral shows what was added")
        .nothing_follows::<ReferralHandedOver>("the queue shows the new owner")
        .nothing_follows::<ReferralChased>("it stops CK-03 by configuration; the referral shows it")
        .nothing_follows::<InformationAdded>("the referral shows it")
        .nothing_follows::<ReferrerAsked>("the referrer finds the question on their referrals")
        .nothing_follows::<ReferrerAnswered>("the referral shows it")
        .nothing_follows::<ConcernHeard>("the list for the daily meeting no longer shows it")
        .nothing_follows::<AdviceLogged>("the log shows it")
        .nothing_follows::<ProtectionRecorded>("it stops CK-02 by configuration")
}
