//! What a composed query says.

use sf_runtime::query::{Column, DateLiteral, Like};
use sf_runtime::{Date, Decimal, Filter, Id, MultiPicklist, Picklist, Query, Timestamp};
use sf_tests::bindings::account::{self, Industry, Interests__c, fields as f};
use sf_tests::bindings::{Account, Contact, User, contact, opportunity, task, user};

use super::must_pass;

/// The text of a query of all accounts with this filter, its SELECT left out.
fn text(filter: Filter<Account>) -> String {
    let query = Account::select(f::ID).filter(filter);
    let text = query.soql().text().unwrap().into_owned();
    must_pass(&text);
    text.strip_prefix("SELECT Id FROM Account")
        .unwrap()
        .to_owned()
}

fn refusal<T>(query: &Query<T>) -> String {
    query.soql().text().unwrap_err().to_string()
}

fn a() -> Filter<Account> {
    f::NAME.eq("a")
}

fn b() -> Filter<Account> {
    f::WEBSITE.eq("b")
}

fn c() -> Filter<Account> {
    f::FAX.eq("c")
}

#[test]
fn each_type_is_compared_in_its_own_way() {
    let id: Id<Account> = "001D000000IqhSL".parse().unwrap();
    let owner: Id<User> = "005D0000001AbcD".parse().unwrap();
    let since: Timestamp = "2026-03-02T14:30:00Z".parse().unwrap();
    for (filter, expected) in [
        (f::NAME.eq("O'Brien"), r"Name = 'O\'Brien'"),
        (f::NAME.ne(String::from("x")), "Name != 'x'"),
        (f::NAME.gt("M"), "Name > 'M'"),
        (f::NAME.like(Like::contains("50%")), r"Name LIKE '%50\%%'"),
        (f::NAME.is_in(["a", "b"]), "Name IN ('a', 'b')"),
        (f::NAME.is_not_in(vec!["a"]), "Name NOT IN ('a')"),
        (f::WEBSITE.is_null(), "Website = null"),
        (f::WEBSITE.is_not_null(), "Website != null"),
        (f::IS_DELETED.eq(false), "IsDeleted = false"),
        (f::NUMBER_OF_EMPLOYEES.le(50), "NumberOfEmployees <= 50"),
        (
            f::ANNUAL_REVENUE.lt(Decimal::new(125, 1)),
            "AnnualRevenue < 12.5",
        ),
        (f::ANNUAL_REVENUE.ge(1_000_000), "AnnualRevenue >= 1000000"),
        (
            f::LAST_REVIEW__C.eq(Date::constant(2026, 3, 2)),
            "Last_Review__c = 2026-03-02",
        ),
        (
            f::LAST_REVIEW__C.eq(DateLiteral::TODAY),
            "Last_Review__c = TODAY",
        ),
        (
            f::CREATED_DATE.gt(since),
            "CreatedDate > 2026-03-02T14:30:00.000Z",
        ),
        (
            f::CREATED_DATE.eq(DateLiteral::last_n_days(7)),
            "CreatedDate = LAST_N_DAYS:7",
        ),
        (f::ID.eq(id), "Id = '001D000000IqhSLIAZ'"),
        (
            f::OWNER_ID.is_in([owner]),
            "OwnerId IN ('005D0000001AbcDIAS')",
        ),
        (
            f::INDUSTRY.eq(Industry::Technology),
            "Industry = 'Technology'",
        ),
        (
            f::INDUSTRY.is_in([Picklist::Known(Industry::Energy), Picklist::other("Old")]),
            "Industry IN ('Energy', 'Old')",
        ),
        (
            f::INDUSTRY.like(Like::starting_with("Tech")),
            "Industry LIKE 'Tech%'",
        ),
        (
            f::NAME.like(Like::new().text("50%_").any().text("x'").one()),
            r"Name LIKE '50\%\_%x\'_'",
        ),
        (
            f::INTERESTS__C.includes([Interests__c::Golf, Interests__c::Wine]),
            "Interests__c INCLUDES ('Golf', 'Wine')",
        ),
        (
            f::INTERESTS__C.excludes([MultiPicklist::of([Interests__c::Golf, Interests__c::Wine])]),
            "Interests__c EXCLUDES ('Golf;Wine')",
        ),
        (
            f::OWNER.then(user::fields::NAME).eq("Ada"),
            "Owner.Name = 'Ada'",
        ),
        (
            f::PARENT
                .then(f::OWNER)
                .then(user::fields::IS_ACTIVE)
                .eq(true),
            "Parent.Owner.IsActive = true",
        ),
    ] {
        assert_eq!(text(filter), format!(" WHERE {expected}"));
    }
    let to_account = task::fields::WHAT_ID.eq(id).to_soql().unwrap();
    assert_eq!(to_account, "WhatId = '001D000000IqhSLIAZ'");
}

#[test]
fn parentheses_stand_where_soql_demands_them() {
    for (filter, expected) in [
        (Filter::all(), ""),
        (a(), " WHERE Name = 'a'"),
        (
            a().and(b()).and(c()),
            " WHERE Name = 'a' AND Website = 'b' AND Fax = 'c'",
        ),
        (
            a().and(b().and(c())),
            " WHERE Name = 'a' AND Website = 'b' AND Fax = 'c'",
        ),
        (
            a().or(b()).or(c()),
            " WHERE Name = 'a' OR Website = 'b' OR Fax = 'c'",
        ),
        (
            a().or(b()).and(c()),
            " WHERE (Name = 'a' OR Website = 'b') AND Fax = 'c'",
        ),
        (
            a().and(b()).or(c()),
            " WHERE (Name = 'a' AND Website = 'b') OR Fax = 'c'",
        ),
        (
            a().and(b().or(c())),
            " WHERE Name = 'a' AND (Website = 'b' OR Fax = 'c')",
        ),
        (!a(), " WHERE NOT Name = 'a'"),
        (!!a(), " WHERE Name = 'a'"),
        ((!a()).and(b()), " WHERE (NOT Name = 'a') AND Website = 'b'"),
        (a().and(!b()), " WHERE Name = 'a' AND (NOT Website = 'b')"),
        (!(a().or(b())), " WHERE NOT (Name = 'a' OR Website = 'b')"),
        (
            !((!a()).and(b())),
            " WHERE NOT ((NOT Name = 'a') AND Website = 'b')",
        ),
        (
            Filter::any_of(["a", "b"].map(|name| f::NAME.eq(name))),
            " WHERE Name = 'a' OR Name = 'b'",
        ),
        (
            Filter::all_of([a(), b()]),
            " WHERE Name = 'a' AND Website = 'b'",
        ),
    ] {
        assert_eq!(text(filter), expected);
    }
}

/// SOQL has no empty list, so what one would mean is said in another way, or not at all.
#[test]
fn an_empty_list_means_what_it_says() {
    let none = || f::NAME.is_in([""; 0]);
    let every = || f::NAME.is_not_in([""; 0]);
    for (filter, expected) in [
        (none(), " WHERE Id = null"),
        (every(), ""),
        (a().and(none()), " WHERE Id = null"),
        (a().or(none()), " WHERE Name = 'a'"),
        (a().and(every()), " WHERE Name = 'a'"),
        (a().or(every()), ""),
        (!none(), ""),
        (!every(), " WHERE Id = null"),
        (
            f::INTERESTS__C.includes([Interests__c::Golf; 0]),
            " WHERE Id = null",
        ),
        (f::INTERESTS__C.excludes([Interests__c::Golf; 0]), ""),
        (Filter::any_of([]), " WHERE Id = null"),
        (Filter::all_of([]), ""),
    ] {
        assert_eq!(text(filter), expected);
    }
    assert!(every().is_all() && !a().is_all() && Filter::<Account>::default().is_all());
}

#[test]
fn records_are_filtered_by_those_of_another_object() {
    let with_ada = || f::ID.in_query(contact::fields::ACCOUNT_ID, contact::fields::NAME.eq("Ada"));
    let without_deals = || f::ID.not_in_query(opportunity::fields::ACCOUNT_ID, Filter::all());
    let all = || Account::select(f::ID);
    for (query, expected) in [
        (
            all().filter(with_ada()),
            "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Name = 'Ada')",
        ),
        (
            all().filter(a().or(b())).filter(without_deals()),
            "SELECT Id FROM Account WHERE (Name = 'a' OR Website = 'b') \
             AND Id NOT IN (SELECT AccountId FROM Opportunity)",
        ),
    ] {
        let text = query.soql().text().unwrap();
        assert_eq!(text, expected);
        must_pass(&text);
    }
    let three = all()
        .filter(with_ada())
        .filter(with_ada())
        .filter(without_deals());
    assert!(refusal(&three).contains("3 semi-joins"), "{three:?}");
    // Those of the text count too.
    let two = sf_runtime::soql!(
        "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)
         AND Id NOT IN (SELECT AccountId FROM Opportunity)"
    );
    assert!(two.soql().text().is_ok());
    let three = two.filter(with_ada());
    assert!(refusal(&three).contains("3 semi-joins"));
    let same = all().filter(f::PARENT_ID.in_query(f::ID, a()));
    assert!(refusal(&same).contains("of Account like the outer one"));
    let by_path = f::PARENT
        .then(f::ID)
        .in_query(contact::fields::ACCOUNT_ID, Filter::all());
    assert!(refusal(&all().filter(by_path)).contains("cannot compare the path Parent.Id"));
}

#[test]
fn a_query_is_selected_ordered_and_cut_off() {
    let query = Account::select((f::ID, f::NAME, f::OWNER.then(user::fields::NAME), f::NAME))
        .filter(a())
        .order_by(f::NAME.asc())
        .order_by(f::ANNUAL_REVENUE.desc().nulls_last())
        .limit(50)
        .offset(10);
    let text = query.soql().text().unwrap();
    assert_eq!(
        text,
        "SELECT Id, Name, Owner.Name FROM Account WHERE Name = 'a' \
         ORDER BY Name, AnnualRevenue DESC NULLS LAST LIMIT 50 OFFSET 10"
    );
    must_pass(&text);
    let columns: Vec<Column<Account>> = vec![f::ID.into(), f::INDUSTRY.into()];
    let chosen = Account::select(columns).soql().text().unwrap().into_owned();
    assert_eq!(chosen, "SELECT Id, Industry FROM Account");
    let nothing = Account::select(Vec::new());
    assert!(refusal(&nothing).contains("has to select something"));
    let far = (0..5)
        .fold(f::PARENT, |path, _| path.then(f::PARENT))
        .then(f::NAME);
    let said = refusal(&Account::select(f::ID).filter(far.eq("x")));
    assert!(said.contains("6 parents, and the org follows 5"), "{said}");
    let said = refusal(&Account::select(far));
    assert!(said.contains("6 parents"), "{said}");
    let said = refusal(&Account::select(f::ID).order_by(far.asc()));
    assert!(said.contains("6 parents"), "{said}");
}

/// What is added to a query of the program's own text joins what the text has.
#[test]
fn a_text_keeps_its_clauses_and_gets_the_added_ones() {
    let add = |text: &'static str| {
        let query = Query::<Account>::new(text)
            .filter(a().or(b()))
            .order_by(f::ID.asc())
            .limit(5);
        query.soql().text().unwrap().into_owned()
    };
    let added = "(Name = 'a' OR Website = 'b')";
    for (text, expected) in [
        (
            "SELECT Id FROM Account",
            "SELECT Id FROM Account WHERE Name = 'a' OR Website = 'b' ORDER BY Id LIMIT 5"
                .to_owned(),
        ),
        (
            "SELECT Id FROM Account WHERE IsDeleted = false ORDER BY Name LIMIT 9 FOR VIEW",
            format!(
                "SELECT Id FROM Account WHERE IsDeleted = false AND {added} \
                 ORDER BY Name, Id LIMIT 5 FOR VIEW"
            ),
        ),
        (
            "SELECT Id FROM Account WHERE Name = ' ORDER BY ' OR Fax = null",
            format!(
                "SELECT Id FROM Account WHERE (Name = ' ORDER BY ' OR Fax = null) AND {added} \
                 ORDER BY Id LIMIT 5"
            ),
        ),
        (
            "SELECT Id, (SELECT Id FROM Contacts WHERE Fax = null LIMIT 1)\nFROM Account\n\
             WHERE NOT Fax = null\nORDER BY Name",
            format!(
                "SELECT Id, (SELECT Id FROM Contacts WHERE Fax = null LIMIT 1)\nFROM Account \
                 WHERE (NOT Fax = null) AND {added} ORDER BY Name, Id LIMIT 5"
            ),
        ),
    ] {
        let text = add(text);
        assert_eq!(text, expected);
        must_pass(&text);
    }
    let bound = Query::<Account>::new("SELECT Id FROM Account WHERE Fax = :fax LIMIT :n")
        .bind("fax", "1")
        .filter(f::NAME.eq(":fax"))
        .bind("n", 3);
    assert_eq!(
        bound.soql().text().unwrap(),
        "SELECT Id FROM Account WHERE Fax = '1' AND Name = ':fax' LIMIT 3"
    );
    let unknown = Query::<Account>::new("Id, Name").filter(a());
    assert!(refusal(&unknown).contains("no FROM"));
}

#[test]
fn groups_within_groups_have_an_end() {
    let mut deep = a();
    for _ in 0..100_000 {
        deep = deep.or(b()).and(c());
    }
    let said = deep.clone().to_soql().unwrap_err().to_string();
    assert!(said.contains("nested more than 100 deep"), "{said}");
    assert!((!deep).to_soql().is_err());
    let mut wide = Filter::none();
    for _ in 0..1_000 {
        wide = wide.or(a());
    }
    assert!(wide.to_soql().is_ok());
}

#[test]
fn debug_tells_no_value() {
    let filter = f::NAME
        .eq("private")
        .or(!f::WEBSITE.like(Like::contains("private")));
    let query = Account::select(f::ID).filter(filter).filter(f::ID.in_query(
        contact::fields::ACCOUNT_ID,
        contact::fields::NAME.eq("private"),
    ));
    let shown = format!("{query:?}");
    assert!(!shown.contains("private"), "{shown}");
    assert!(
        shown.contains("Name = a text") && shown.contains("FROM Contact"),
        "{shown}"
    );
}

/// The constants are all there, each under the name of its getter in capitals.
#[test]
fn every_field_has_a_constant() {
    assert_eq!(
        contact::fields::ACCOUNT.then(f::TYPE_).to_string(),
        "Account.Type"
    );
    assert_eq!(
        account::fields::HEADQUARTERS__LATITUDE__S.to_string(),
        "Headquarters__Latitude__s"
    );
    let all: Vec<Column<Contact>> = vec![
        contact::fields::ID.into(),
        contact::fields::MAILING_ADDRESS.into(),
        contact::fields::REPORTS_TO
            .then(contact::fields::REPORTS_TO)
            .then(contact::fields::EMAIL)
            .into(),
    ];
    let text = Contact::select(all).soql().text().unwrap().into_owned();
    must_pass(&text);
}
