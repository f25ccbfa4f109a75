//! The macros of `sf-runtime`.
//!
//! Parse, call `sf-schema`, quote, and nothing else: no describe JSON, no network. The macros
//! themselves (`soql!`, `SoqlRow`) are not written yet; the crate holds their place in the house.
