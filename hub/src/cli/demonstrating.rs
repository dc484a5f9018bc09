//! `holdfast demo`: an invented district in an empty store.

use catalogue::Catalogue;
use clap::Args;
use kernel::{Day, Ts};
use room::Settings;

use super::place::Place;
use super::told::{NotDone, Told};
use crate::demo::{Hands, Size, fill};
use crate::start::{Opening, open};
use crate::{machine, rooms};

/// What is made.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  holdfast demo --data ./data --size small --seed 1")]
pub struct Demo {
    /// Where the store is; it must be empty.
    #[command(flatten)]
    pub place: Place,
    /// How much.
    #[arg(long, value_enum, default_value = "small")]
    pub size: Size,
    /// The same seed and day give the same district.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day on which the district stands; today when absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

impl Demo {
    /// Fills the store.
    ///
    /// # Errors
    /// When the store holds anything, or cannot be written.
    pub async fn run(&self) -> Told {
        let now: Ts = match &self.as_of {
            Some(day) => {
                day.parse::<Day>().map_err(|_| NotDone::Input(format!("--as-of {day:?}: write 2026-03-28")))?.at(9, 0)
            }
            None => machine::clock()(),
        };
        self.place.make()?;
        let _held = self.place.hold()?;
        let hands = Hands::new(now, self.seed);
        let house = open(Opening {
            url: self.place.url(),
            catalogue: Catalogue::embedded().clone(),
            settings: Settings { base_url: String::new(), tls: false, demo: true, hosts: vec![], behind_proxy: false },
            rooms: rooms::ROOMS,
            time: hands.time(),
            randomness: hands.randomness(),
            hashing: identity::COST,
        })
        .await?;
        let begun = std::time::Instant::now();
        let made = match fill(&house, &hands, self.size, now).await {
            Err(kernel::Refused::Conflict(words)) => return Err(NotDone::Input(words)),
            other => other?,
        };
        println!(
            "{} people and {} referrals over three years, {} statuses, workers, notes and drafts, and fifteen people who \
             can sign in.",
            made.people, made.referrals, made.details
        );
        eprintln!("Made in {:.1} seconds.", begun.elapsed().as_secs_f64());
        Ok(())
    }
}
