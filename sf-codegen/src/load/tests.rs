use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

const ACCOUNT: &str = r#"{"name":"Account","fields":[{"name":"Id","type":"id"}]}"#;
const CONTACT: &str = r#"{"name":"Contact","fields":[{"name":"Id","type":"id"}]}"#;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn source(text: &str) -> SourceFile {
    SourceFile::new("s/A.json", text.as_bytes().to_vec())
}

/// What is printed for this text, the help left out.
fn refused(text: &str) -> String {
    let error = parse(&source(text)).unwrap_err();
    assert!(
        error
            .problems()
            .iter()
            .all(|problem| problem.help.is_some())
    );
    let lines: Vec<String> = error
        .to_string()
        .lines()
        .filter(|line| line.starts_with("error: "))
        .map(|line| line.replace("error: s/A.json:", ""))
        .collect();
    lines.join("\n")
}

/// The objects of all files, or everything that is wrong.
fn parse_all(files: &[SourceFile]) -> Result<Vec<SObjectDescribe<'_>>, Error> {
    let (mut objects, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        match parse(file) {
            Ok(describes) => objects.extend(describes.into_iter().map(|one| (file, one))),
            Err(error) => problems.extend(error.into_problems()),
        }
    }
    problems.extend(duplicates(
        objects.iter().map(|(file, one)| (&*one.name, file.path())),
    ));
    Error::check(problems)?;
    Ok(objects.into_iter().map(|(_, one)| one).collect())
}

fn names(files: &[SourceFile]) -> Vec<String> {
    let all = parse_all(files).unwrap();
    all.into_iter().map(|one| one.name.into_owned()).collect()
}

#[test]
fn a_folder_is_read_in_the_order_of_file_names() {
    let dir = folder(&[
        ("b.json", ACCOUNT),
        ("a.JSON", CONTACT),
        (".hidden.json", "x"),
        ("_global.json", "x"),
        ("names.lock", "x"),
        ("README.md", "x"),
    ]);
    fs::create_dir(dir.path().join("sub.json")).unwrap();
    let files = read(dir.path()).unwrap();
    assert_eq!(files[0].path(), dir.path().join("a.JSON"));
    assert_eq!(names(&files), ["Contact", "Account"]);
    assert_ne!(files[0].hash(), files[1].hash());
    assert_eq!(files[1].hash(), source(ACCOUNT).hash());
}

#[test]
fn one_file_is_read_whatever_its_name() {
    let dir = folder(&[("_one.txt", ACCOUNT)]);
    assert_eq!(
        names(&read(&dir.path().join("_one.txt")).unwrap()),
        ["Account"]
    );
}

#[test]
fn lists_and_answers_of_composite_hold_describes() {
    let list = format!("\u{feff} [{ACCOUNT},\n{CONTACT}]");
    let batch = format!(
        r#"{{"hasErrors":false,"results":[{{"statusCode":200,"result":{ACCOUNT}}},
            {{"result":{CONTACT},"statusCode":200}}]}}"#
    );
    let composite = format!(
        r#"{{"compositeResponse":[
            {{"body":{ACCOUNT},"httpHeaders":{{}},"httpStatusCode":200,"referenceId":"a"}},
            {{"body":{CONTACT},"httpHeaders":{{}},"httpStatusCode":200,"referenceId":"b"}}]}}"#
    );
    let later = format!(
        r#"{{"other":1,"results":[{{"statusCode":200,"result":{ACCOUNT}}},{{"statusCode":200,"result":{CONTACT}}}]}}"#
    );
    let several = format!("[{}]", batch);
    for text in [list, batch, composite, later, several] {
        assert_eq!(names(&[source(&text)]), ["Account", "Contact"], "{text}");
    }
    let marked = format!("\u{feff}{ACCOUNT}");
    assert_eq!(names(&[source(&marked)]), ["Account"]);
}

#[test]
fn what_an_org_refused_is_said() {
    assert_eq!(
        refused(r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#),
        "1:2: the org answered with an error: INVALID_SESSION_ID: Session expired or invalid"
    );
    assert_eq!(
        refused(r#"{"error":"invalid_grant","error_description":"expired"}"#),
        "1:1: the org answered with an error: invalid_grant: expired"
    );
    let batch = format!(
        r#"{{"hasErrors":true,"results":[
{{"statusCode":200,"result":{ACCOUNT}}},
{{"statusCode":404,"result":[{{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}}]}},
{{"statusCode":304,"result":null}}]}}"#
    );
    assert_eq!(
        refused(&batch),
        "3:28: request 2 was refused by the org: NOT_FOUND: The requested resource does not exist\n\
         4:28: request 3 was refused by the org: HTTP status 304"
    );
    assert_eq!(
        refused(
            r#"{"compositeResponse":[{"body":[{"errorCode":"E","message":""}],"httpStatusCode":400,"referenceId":"r"}]}"#
        ),
        "1:31: request 1 (r) was refused by the org: E"
    );
}

#[test]
fn text_that_is_not_describe_json_is_refused() {
    for (text, said) in [
        ("", "1:1: the file is empty"),
        (" \n ", "2:2: the file is empty"),
        ("[]", "1:1: the list holds no describe"),
        (
            "3",
            "1:1: this is not a describe answer: it has no `fields`",
        ),
        (
            "{}",
            "1:1: this is not a describe answer: it has no `fields`",
        ),
        (
            "[1,{}]",
            "1:2: this is not a describe answer: it has no `fields`\n1:4: this is not a describe answer: it has no `fields`",
        ),
        (
            r#"{"encoding":"UTF-8","sobjects":[]}"#,
            "1:1: this is the list of objects, not the describe of one",
        ),
        (r#"{"results":[]}"#, "1:1: the answer holds no describe"),
        (
            r#"{"results":[{"statusCode":200,"result":{"a":1}}]}"#,
            "1:40: this is not a describe answer: it has no `fields`",
        ),
        (
            "{\"name\":\"A\",\n\"fields\":[{\"na",
            "2:14: the JSON is cut short",
        ),
        ("[{\"name\"", "1:8: the JSON is cut short"),
        ("{\"results\":[", "1:12: the JSON is cut short"),
        ("<html>", "1:1: the JSON is broken: expected value"),
        (
            "{\"name\":\"A\",}",
            "1:13: the JSON is broken: key must be a string",
        ),
        (
            "{\n<<<<<<< HEAD\n\"name\":\"A\"\n=======\n",
            "2:1: the file holds a merge conflict",
        ),
    ] {
        assert_eq!(refused(text), said, "{text}");
    }
    let marker = r#"{"name":"A","label":"<<<<<<<","fields":[{"name":"Id","type":"id"}]}"#;
    assert!(parse(&source(marker)).is_ok());
    let file = SourceFile::new("s/A.json", b"{\n\"a\": \"\xff\"}".to_vec());
    let error = parse(&file).unwrap_err().to_string();
    assert!(
        error.starts_with("error: s/A.json:2:7: the file is not UTF-8\n"),
        "{error}"
    );
}

#[test]
fn every_problem_of_a_describe_is_named() {
    let text = r#"{"name":"A","fields":[
  {"name":"Id","type":"id"},
  {"name":"B__c"},
  {"type":"string"},
  {"name":"b__c","type":"string"},
  {"name":"Id","type":"id"},
  {"name":"C","type":null},
  {"name":"D","type":"picklist","picklistValues":[
     3]},
  null
]}"#;
    assert_eq!(
        refused(text),
        "3:3: A.B__c: the field has no `type`\n\
         4:3: A: a field has no `name`\n\
         6:3: A.Id: the field is described twice, first in line 2, column 3\n\
         7:3: A.C: the field has no `type`\n\
         9:6: A.D: invalid type: integer `3`, expected a JSON object (PicklistEntry)\n\
         10:3: A: a field is not a JSON object"
    );
}

#[test]
fn objects_that_cannot_be_used_are_named() {
    let object =
        |name: &str| format!(r#"{{"name":{name},"fields":[{{"name":"Id","type":"id"}}]}}"#);
    for (name, said) in [
        (
            r#""../x""#,
            "1:9: ../x: the object's name begins with a dot",
        ),
        (r#""a/b""#, "1:9: a/b: the object's name holds a path"),
        (r#""a\\b""#, r"1:9: a\b: the object's name holds a path"),
        (
            r#""a\u0000""#,
            r"1:9: a\u{0}: the object's name holds a control character",
        ),
        (r#""""#, "1:9: the describe has no `name`"),
        ("null", "1:9: the describe has no `name`"),
    ] {
        assert_eq!(refused(&object(name)), said);
    }
    assert_eq!(
        refused(r#"{"fields":[]}"#),
        "1:1: the describe has no `name`\n1:11: the object has no fields"
    );
    assert_eq!(
        refused(r#"{"name":"A","fields":{}}"#),
        "1:22: A: `fields` is not a list"
    );
    assert_eq!(
        refused(r#"{"fields":[{"name":"B","type":"id"}],"name":"A","childRelationships":[7]}"#),
        "1:71: A: invalid type: integer `7`, expected a JSON object (ChildRelationship)"
    );
    let batch = r#"{"results":[{"statusCode":200,"result":{"name":"A","fields":[]}}]}"#;
    assert_eq!(refused(batch), "1:61: A: the object has no fields");
}

#[test]
fn two_describes_of_one_object_are_refused_and_both_files_named() {
    let files = [
        SourceFile::new("s/a.json", ACCOUNT.into()),
        SourceFile::new("s/b.json", ACCOUNT.replace("Account", "ACCOUNT").into()),
        SourceFile::new("s/c.json", format!("[{CONTACT},{CONTACT}]").into()),
        SourceFile::new("s/d.json", b"{".to_vec()),
    ];
    let error = parse_all(&files).unwrap_err().to_string();
    let said: Vec<&str> = error
        .lines()
        .filter(|line| line.starts_with("error: "))
        .collect();
    assert_eq!(
        said,
        [
            "error: s/d.json:1:1: the JSON is cut short",
            "error: s/b.json: ACCOUNT: the object is described here and in s/a.json (there as \
             `Account`: case does not tell API names apart)",
            "error: s/c.json: Contact: the object is described twice in this file",
        ]
    );
}

#[test]
fn folders_without_describes_are_refused() {
    let dir = folder(&[("_a.json", ACCOUNT), ("a.txt", ACCOUNT)]);
    let error = read(dir.path()).unwrap_err().to_string();
    assert!(error.contains("holds no describe file"), "{error}");
    let error = read(&dir.path().join("none")).unwrap_err().to_string();
    assert!(error.contains("there is no such folder"), "{error}");
    assert!(error.contains("`sf-codegen fetch`"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    let dir = folder(&[("b.json", "{"), ("c.json", ACCOUNT)]);
    std::os::unix::fs::symlink("nowhere", dir.path().join("a.json")).unwrap();
    let files = read(dir.path()).unwrap();
    let error = parse_all(&files).unwrap_err();
    assert_eq!(error.problems().len(), 2);
    assert!(
        error.problems()[0]
            .message
            .starts_with("the file cannot be read: ")
    );
    assert!(
        error.problems()[1]
            .message
            .starts_with("the JSON is cut short")
    );
}

#[test]
fn no_prefix_of_a_describe_is_taken_for_one() {
    let text = r#"{"name":"A","fields":[{"name":"Id","type":"id","picklistValues":[{"value":"é"}]}],"x":{}}"#;
    for (end, _) in text.char_indices() {
        let _ = parse(&source(&text[..end])).unwrap_err();
    }
    assert!(parse(&source(text)).is_ok());
}

#[test]
fn deep_nesting_is_no_danger() {
    for text in [
        "[".repeat(200_000),
        r#"{"results":"#.repeat(50_000),
        r#"{"fields":"#.repeat(50_000),
    ] {
        assert_eq!(parse(&source(&text)).unwrap_err().problems().len(), 1);
    }
    let closed = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    assert_eq!(parse(&source(&closed)).unwrap_err().problems().len(), 1);
    let value = format!(
        r#"{{"name":"A","fields":[{{"name":"B","type":"string","defaultValue":{closed}}}]}}"#
    );
    assert!(refused(&value).contains("A.B: recursion limit exceeded"));
}

#[test]
fn recorded_describes_read() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/describes");
    let Ok(files) = read(&path) else {
        println!("skipped: no recorded describes at {}", path.display());
        return;
    };
    let fields: usize = files
        .iter()
        .flat_map(|file| parse(file).unwrap())
        .map(|describe| describe.fields.len())
        .sum();
    assert!(fields > 0);
    println!("{} files, {fields} fields", files.len());
}
