//! The org of Northgate, a maker of cold-chain loggers that exists only here: the standard objects
//! of sales and service, and custom objects of every kind.

mod account;
mod activity;
mod inventory;
mod people;
mod platform;
mod projects;
mod sales;
mod service;
mod users;

use serde_json::Value;

use crate::describe::{ObjectSpec, link};

/// Every object of the org as describe writes it, the child relationships as the reference fields
/// make them.
pub fn objects() -> Vec<Value> {
    link(specs())
}

fn specs() -> Vec<ObjectSpec> {
    [
        account::objects(),
        people::objects(),
        users::objects(),
        sales::objects(),
        service::objects(),
        activity::objects(),
        projects::objects(),
        inventory::objects(),
        platform::objects(),
    ]
    .concat()
}
