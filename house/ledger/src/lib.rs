//! Merkle log, checkpoints, proofs.
