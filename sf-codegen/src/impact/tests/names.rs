//! What is named: constants, values of picklists, types of other crates.

use super::*;

#[test]
fn a_constant_by_what_is_done_with_it() {
    let old = org();
    let new = edited(&old, "Account", |o| {
        for flag in [F::FILTERABLE, F::GROUPABLE, F::AGGREGATABLE] {
            drop_flag(at(o, "Phone"), flag);
        }
        drop_flag(at(o, "Site"), F::SORTABLE);
    });
    check(
        r#"
use org::{Account, Contact, account::{self, fields::{self, PHONE, SITE as PLACE}}};
fn queries(more: Filter) {
    Account::select((fields::PHONE, PLACE)).order_by(PHONE.asc().nulls_last());
    Account::select(fields::NAME).filter(fields::PHONE.eq("1").and(more)); //~ PHONE filterable
    Account::select(PHONE).filter(PHONE.is_not_null()); //~ PHONE filterable
    Account::select(account::fields::PHONE).order_by(account::fields::SITE.desc()); //~ SITE sortable
    let all = [(&PHONE).like(Like::contains("1")), PLACE.eq("x")]; //~ PHONE filterable
    fields::PARENT.then(fields::PHONE);
    fields::PARENT.then(fields::PHONE).is_in(all); //~ PHONE filterable
    fields::PARENT.then(fields::PARENT.then(PLACE)).asc(); //~ PLACE sortable
    shown(PHONE).eq("1");
    let _: PhantomData<fields::Phone> = x;
}
"#,
        &old,
        &new,
    );
}

#[test]
fn values_that_are_listed_stay_taken() {
    let mut old = org();
    old = edited(&old, "Account", |o| {
        drop_flag(at(o, "Rating"), F::RESTRICTED_PICKLIST);
        let values = &mut at(o, "Rating")
            .picklist
            .as_mut()
            .expect("a picklist")
            .values;
        let warm = values.iter_mut().find(|value| value.name.api == "Warm");
        warm.expect("a value").active = false;
    });
    let new = edited(&old, "Account", |o| {
        at(o, "Rating").flags |= F::RESTRICTED_PICKLIST;
    });
    check(
        r#"
use org::account::Rating;
fn f(text: String) {
    Account::update(id).rating(account::Rating::Hot);
    Account::update(id).rating(Rating::Hot);
    Account::update(id).rating(Rating::Warm); //~ rating restricted-picklist
    Account::update(id).rating(Rating::from(text)); //~ rating restricted-picklist
    Account::update(id).rating(text); //~ rating restricted-picklist
}
"#,
        &old,
        &new,
    );
}

#[test]
fn types_of_other_crates_in_a_block() {
    let old = org();
    let new = edited(&old, "Account", |o| remove(o, "Fax"));
    check_alone(
        r#"
use crate::org::Account;
fn f(a: &Account) {
    use other::Account;
    let b: Account = load();
    (a.fax(), b.fax()); //~ fax field-removed
    fn inner(a: &Account) { a.fax(); Account::update(1).fax("x"); }
}
fn g(a: &Account) { a.fax(); } //~ fax field-removed
mod tests {
    use bank::{Account, Money};
    fn f(a: &Account) { a.fax(); }
}
"#,
        &old,
        &new,
    );
}
