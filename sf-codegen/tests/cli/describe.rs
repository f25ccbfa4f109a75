//! What `describe` shows, and that nothing hostile gets through it.

use std::fs;

use crate::{Answer, Workspace};

impl Workspace {
    fn describe(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["describe", "--schema", "org"], arguments].concat())
    }
}

#[test]
fn an_object_with_what_can_be_written_and_why_not() {
    let workspace = Workspace::whole();
    let answer = workspace.describe(&["case"]).fine();
    assert!(answer.out.starts_with("Case\n"), "{}", answer.out);
    for line in [
        "AccountId reference to Account account_id Id<Account> yes yes nillable",
        "Badge__c string(1300) badge__c &str no no read-only: a formula, nillable",
        "CaseNumber string(30) case_number &str no no read-only: an auto-number",
        "CreatedDate datetime created_date Timestamp no no read-only: a system field",
        "Id id id Id<Case> no no read-only: the record's id",
        "OwnerId reference to Group, User owner_id OwnerId yes yes",
        "Ticket_Key__c string(20) ticket_key__c &str yes yes nillable, external ID",
        "Type picklist type_ Picklist<Type> yes yes nillable 4",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(answer.has_line(&words), "no {line:?} in\n{}", answer.out);
    }
    let answer = workspace.describe(&["PROJECT__C"]).fine();
    for line in [
        "Account__c reference to Account account__c Id<Account> yes yes required",
        "City__c picklist city__c Picklist<City__c> yes yes nillable 8 (1 inactive)",
        "Closing_Note__c textarea(32768) closing_note__c &str no yes update-only: it cannot be \
         set when the record is created, nillable",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(answer.has_line(&words), "no {line:?} in\n{}", answer.out);
    }
}

#[test]
fn a_field_with_its_values() {
    let workspace = Workspace::whole();
    let answer = workspace.describe(&["Account", "INDUSTRY"]).fine();
    for line in [
        "type picklist",
        "reads as Picklist<Industry>",
        "create yes",
        "nillable yes",
        "Food & Beverage Food & Beverage FoodBeverage",
        "Telegraphy Telegraphy inactive",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(answer.has_line(&words), "no {line:?} in\n{}", answer.out);
    }
    let answer = workspace.describe(&["Case", "Answer_Due__c"]).fine();
    for part in [
        "no: read-only: a formula",
        "CreatedDate + CASE(Account.Tier__c",
    ] {
        assert!(answer.out.contains(part), "no {part:?} in\n{}", answer.out);
    }
    let answer = workspace.describe(&["Case", "AccountId"]).fine();
    assert!(
        answer.has_line(&["relationship", "Account"]),
        "{}",
        answer.out
    );
}

#[test]
fn which_values_are_valid_for_which() {
    let workspace = Workspace::whole();
    let answer = workspace.describe(&["User", "StateCode"]).fine();
    for line in [
        "controlled by CountryCode",
        "BC British Columbia BC CA",
        "CA California CA US",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(answer.has_line(&words), "no {line:?} in\n{}", answer.out);
    }
    let answer = workspace.describe(&["Case", "Follow_Up__c"]).fine();
    for line in [
        "controlled by Safety_Issue__c",
        "Call Call Call false, true",
        "Visit Visit Visit true",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        assert!(answer.has_line(&words), "no {line:?} in\n{}", answer.out);
    }
}

#[test]
fn unknown_names_are_told_the_nearest() {
    let workspace = Workspace::with(&["Account"]);
    for (arguments, error) in [
        (
            &["Acount"][..],
            "error: Acount: the snapshot has no object of this name\n  help: did you mean Account?\n",
        ),
        (
            &["Zebra"],
            "error: Zebra: the snapshot has no object of this name\n  help: there is Account\n",
        ),
        (
            &["account", "Indsutry"],
            "error: Account.Indsutry: the object has no field of this name\n  \
             help: did you mean Industry?\n",
        ),
    ] {
        let answer = workspace.describe(arguments);
        assert_eq!((answer.code, &*answer.out, &*answer.err), (2, "", error));
    }
    workspace.write("org/sf.toml", "[object.Account]\nfields = [\"Name\"]\n");
    let answer = workspace.describe(&["Account", "Industry"]);
    assert!(
        answer.err.contains("among those that the settings select"),
        "{}",
        answer.err
    );
}

#[test]
fn colour_only_where_it_is_asked_for() {
    let workspace = Workspace::with(&["Account"]);
    let out = ["generate", "--schema", "org", "--out", "org.rs"];
    for arguments in [&["describe", "--schema", "org", "Account"][..], &out] {
        let run = |color: &[&str]| workspace.run(&[arguments, color].concat()).fine().out;
        assert!(!run(&[]).contains('\x1b'));
        assert!(!run(&["--color", "never"]).contains('\x1b'));
        assert!(run(&["--color", "always"]).contains('\x1b'));
    }
    let answer = workspace.describe(&["Acount"]);
    assert!(!answer.err.contains('\x1b'), "{}", answer.err);
    let answer = workspace.describe(&["Acount", "--color=always"]);
    assert!(
        answer.err.contains("\x1b[31m") || answer.err.contains("\x1b[1m"),
        "{}",
        answer.err
    );
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let workspace = Workspace::empty();
    workspace.write(
        "org/Evil__c.json",
        r#"{"name":"Evil__c","label":"\u001b[2Jlabel\u202egnp","labelPlural":"a\rb","fields":[
          {"name":"Id","type":"id","label":"Id"},
          {"name":"Pick__c","type":"picklist","label":"\u0007bell","inlineHelpText":"one\r\ntwo\u001b]0;x\u0007",
           "calculatedFormula":"\u009b31m","defaultValueFormula":"\u2066x\u061c","nillable":true,
           "picklistValues":[{"value":"\u001b[31mred","label":"a\tb\u200b","active":true,"defaultValue":false}]}
        ]}"#,
    );
    for arguments in [
        &["Evil__c"][..],
        &["Evil__c", "Pick__c"],
        &["\x1b[2J"],
        &["Evil__c", "\u{202e}"],
    ] {
        let answer = workspace.describe(arguments);
        for text in [&answer.out, &answer.err] {
            let bad = text.chars().find(|c| {
                c.is_control() && *c != '\n'
                    || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            });
            assert_eq!(bad, None, "{text:?}");
        }
    }
    let answer = workspace.describe(&["Evil__c", "Pick__c"]).fine();
    assert!(answer.out.contains(r"\u{1b}[31mred"), "{}", answer.out);
}

#[test]
fn every_hostile_object_can_be_shown() {
    let workspace = Workspace::empty();
    let hostile = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/hostile");
    let mut objects = Vec::new();
    for entry in fs::read_dir(hostile).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "json") {
            let name = path.file_name().expect("a name");
            fs::copy(&path, workspace.path("org").join(name)).expect("copied");
        }
    }
    let snapshot =
        sf_codegen::model::Snapshot::read(&workspace.path("org"), None, Default::default());
    let model = snapshot
        .and_then(|snapshot| snapshot.model())
        .expect("sound");
    objects.extend(model.schema.objects().map(|object| object.name.api.clone()));
    for object in objects.iter().step_by(7) {
        let answer = workspace.describe(&["--", object]).fine();
        assert!(!answer.out.contains('\x1b'), "{object}");
    }
}
