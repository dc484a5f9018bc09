//! Statistics that a board can trust: control charts, trends, disclosure control. Pure: figures go in, answers come out;
//! no clock, no store, and chance only from a seed that is written down here.

pub mod chance;
pub mod disclosure;
pub mod late;
pub mod numbers;
pub mod spc;
pub mod trend;
