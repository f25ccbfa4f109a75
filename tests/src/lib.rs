//! What the tests share: describe bodies written by us.

pub mod describe;
pub mod hostile;
pub mod org;
