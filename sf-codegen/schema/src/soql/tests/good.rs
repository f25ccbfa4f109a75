//! Queries that are in order, every production among them; each prints back to itself.

use super::{MACRO, REST, assert_round_trip, assert_sound, query};
use crate::soql::parse;

const QUERIES: &[&str] = &[
    // SELECT: fields and paths
    "SELECT Id FROM Account",
    "SELECT Id, Name, Industry FROM Account",
    "SELECT Account.Name FROM Account",
    "SELECT Owner.Profile.Name FROM Account",
    "SELECT a.b.c.d.e.f FROM Contact",
    "SELECT ns__Field__c, ns__Rel__r.ns__Other__c FROM ns__Object__c",
    "SELECT Location__Latitude__s, Location__Longitude__s FROM Store__c",
    "SELECT a.from, a.Select, a.limit FROM X",
    "SELECT Count, Data, Category, View, Reference, When, Then, End FROM X",
    "SELECT Typeof, Scope, Offset, Distance, Geolocation, Fields, Flat FROM X",
    "SELECT Group, Order, Case, At, Above, Below FROM X",
    "SELECT all, rows, tracking, viewstat FROM X",
    "SELECT a, b c, d FROM Lead",
    "SELECT Name Order FROM Account",
    "SELECT TYPEOF FROM Account",
    "SELECT TYPEOF, Id FROM Account",
    "SELECT TYPEOF a FROM Account",
    "SELECT Typeof FROM When",
    "SELECT BillingAddress, Location__c FROM Account",
    // FIELDS
    "SELECT FIELDS(ALL) FROM Account LIMIT 200",
    "SELECT FIELDS(STANDARD), Foo__c FROM Account",
    "SELECT Id, FIELDS(CUSTOM) FROM Account LIMIT 1",
    "SELECT FIELDS(ALL) x FROM Account",
    // Aggregates and functions
    "SELECT COUNT() FROM Account",
    "SELECT COUNT() FROM Account WHERE Name LIKE 'A%' LIMIT 10",
    "SELECT COUNT(Id) FROM Account",
    "SELECT COUNT(Id) total, COUNT_DISTINCT(Industry) FROM Account",
    "SELECT MIN(CreatedDate), MAX(Amount) m, SUM(Amount) s, AVG(Amount) FROM Opportunity",
    "SELECT FORMAT(Amount) f, Amount FROM Opportunity",
    "SELECT FORMAT(MIN(CloseDate)) Amt FROM Opportunity",
    "SELECT FORMAT(convertCurrency(Amount)) converted FROM Opportunity",
    "SELECT convertCurrency(AnnualRevenue) FROM Account",
    "SELECT toLabel(Status) FROM Lead",
    "SELECT Company, toLabel(RecordType.Name) label FROM Lead",
    "SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Lead GROUP BY CALENDAR_YEAR(CreatedDate)",
    "SELECT HOUR_IN_DAY(convertTimezone(CreatedDate)) h, SUM(Amount) FROM Opportunity GROUP BY HOUR_IN_DAY(convertTimezone(CreatedDate))",
    "SELECT GROUPING(LeadSource) grp, COUNT(Id) FROM Lead GROUP BY ROLLUP(LeadSource)",
    "SELECT DISTANCE(Loc__c, GEOLOCATION(37.7, -122.4), 'mi') d FROM Store__c",
    "SELECT DISTANCE(Loc__c, GEOLOCATION(+1, - 2.5), 'km') FROM Store__c",
    "SELECT DISTANCE(Loc__c, Other__c, 'km') FROM Store__c",
    "SELECT DISTANCE(a) d FROM X",
    "SELECT DISTANCE(toLabel(a)) FROM X WHERE DISTANCE(MAX(b)) = 1",
    "SELECT LeadSourceCOUNT(Name) FROM Lead",
    "SELECT Foo(Bar(x)) FROM Lead",
    "SELECT COUNT (Id) FROM X",
    // TYPEOF
    "SELECT TYPEOF What WHEN Account THEN Phone, NumberOfEmployees WHEN Opportunity THEN Amount, CloseDate ELSE Name, Email END FROM Event",
    "SELECT TYPEOF Owner WHEN User THEN Id END FROM Account",
    "SELECT Id, TYPEOF What WHEN Account THEN Owner.Name END, Subject FROM Task",
    "SELECT TYPEOF a.What WHEN Account THEN Id END FROM Task a",
    "SELECT TYPEOF o WHEN U THEN when, end END FROM X",
    "SELECT TYPEOF o WHEN U THEN Id END x FROM X",
    // Child sub-queries
    "SELECT Id, (SELECT LastName FROM Contacts) FROM Account",
    "SELECT (SELECT Id FROM Contacts) FROM Account",
    "SELECT(SELECT Id FROM Contacts)FROM Account",
    "SELECT (SELECT Id FROM Contacts) c FROM Account",
    "SELECT Name, (SELECT Id FROM Account.Contacts) FROM Account",
    "SELECT Name, (SELECT c.Id FROM a.Contacts c WHERE c.LastName != NULL) FROM Account a",
    "SELECT Id, (SELECT Id, (SELECT Id, (SELECT Id, (SELECT Id FROM E__r) FROM D__r) FROM C__r) FROM B__r) FROM A__c",
    "SELECT Id, (SELECT Id FROM Contacts WHERE Email != NULL ORDER BY LastName DESC LIMIT 5 OFFSET 2), (SELECT Id FROM Cases) FROM Account LIMIT 1",
    "SELECT (SELECT Id FROM Y USING SCOPE mine) FROM X",
    // FROM and USING SCOPE
    "SELECT a.Id FROM Account a",
    "SELECT a.Id FROM Account AS a",
    "SELECT Id FROM Account AS Group",
    "SELECT Id FROM Account AS",
    "SELECT Id FROM Account AS WHERE a = 1",
    "SELECT Id FROM Account AS ORDER BY a",
    "SELECT Id FROM Account AS, Account.Owner o",
    "SELECT Id FROM Group",
    "SELECT Id FROM Order",
    "SELECT Id FROM Case WHERE Status = 'New'",
    "SELECT Id FROM X Offset",
    "SELECT Id FROM X Order",
    "SELECT Id FROM X Group",
    "SELECT x FROM a.b.c",
    "SELECT c.Id, a.Name FROM Contact c, c.Account a",
    "SELECT Id FROM Contact c, c.Account a, a.Owner AS o WHERE o.Name = 'x'",
    "SELECT Id FROM Account USING SCOPE mine",
    "SELECT Id FROM Account USING SCOPE Everything WHERE Name = 'x'",
    "SELECT Id FROM Account a USING SCOPE my_territory ORDER BY Name",
    // WHERE: operators
    "SELECT Id FROM Account WHERE Name = 'Acme'",
    "SELECT Id FROM Account WHERE Name != 'Acme'",
    "SELECT Id FROM Account WHERE Name <> 'Acme'",
    "SELECT Id FROM Account WHERE n < 1 AND m <= 2 AND k > 3 AND l >= 4",
    "SELECT Id FROM Account WHERE n < = 1",
    "SELECT Id FROM Account WHERE Name LIKE 'A_m%'",
    "SELECT Id FROM Account WHERE Name LIKE NULL",
    "SELECT Id FROM Account WHERE n LIKE 5",
    "SELECT Id FROM Account WHERE Name IN ('a', 'b')",
    "SELECT Id FROM Account WHERE Name NOT IN ('a')",
    "SELECT Id FROM Account WHERE n IN (1, -2, +3.5, .5, NULL, TRUE)",
    "SELECT Id FROM Account WHERE d IN (TODAY, LAST_N_DAYS:4)",
    "SELECT Id FROM Account WHERE Interests__c INCLUDES ('a;b', 'c')",
    "SELECT Id FROM Account WHERE Interests__c EXCLUDES ('a')",
    "SELECT Id FROM Account WHERE Interests__c INCLUDES (5)",
    "SELECT Id FROM Account WHERE a='x'AND b='y'",
    "SELECT Id FROM X WHERE a IN('x')AND b=1",
    "SELECT Id FROM X WHERE(a=1)",
    "SELECT Id FROM X WHERE TODAY = TODAY",
    "SELECT Id FROM X WHERE Order = 1 AND Group = 2",
    // WHERE: groups
    "SELECT Id FROM X WHERE a = 1 AND b = 2 AND c = 3",
    "SELECT Id FROM X WHERE a = 1 OR b = 2 OR c = 3",
    "SELECT Id FROM X WHERE (a = 1 AND b = 2) OR c = 3",
    "SELECT Id FROM X WHERE a = 1 AND (b = 2 OR (NOT c = 3))",
    "SELECT Id FROM X WHERE NOT a = 1",
    "SELECT Id FROM X WHERE NOT(a = 1)",
    "SELECT Id FROM X WHERE NOT (a = 1 AND b = 2)",
    "SELECT Id FROM X WHERE NOT (NOT a = 1)",
    "SELECT Id FROM X WHERE (NOT a = 1) OR b = 1",
    "SELECT Id FROM X WHERE (((a = 'a')))",
    // WHERE: functions
    "SELECT Id FROM X WHERE CALENDAR_YEAR(CreatedDate) = 2020",
    "SELECT Id FROM X WHERE DAY_ONLY(convertTimezone(CreatedDate)) > 2020-01-01",
    "SELECT Id FROM X WHERE DISTANCE(Loc__c, GEOLOCATION(1, 2), 'km') < 20",
    "SELECT Id FROM X WHERE toLabel(Status) LIKE 'x%'",
    "SELECT Id FROM X WHERE toLabel(Status) IN ('x')",
    "SELECT Id FROM X WHERE COUNT(Id) > 2",
    // WHERE: semi-joins
    "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity)",
    "SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Opportunity WHERE IsClosed = FALSE)",
    "SELECT Id FROM Account WHERE (Id IN (SELECT AccountId FROM Contact c WHERE c.LastName LIKE 'apple%')) AND Name != NULL",
    "SELECT Id FROM Task WHERE WhoId IN (SELECT Id FROM Contact WHERE Title = 'x') AND AccountId IN (SELECT Id FROM Account)",
    "SELECT Id FROM Account WHERE Id IN (SELECT COUNT(a) FROM Contact)",
    "SELECT Id FROM X WHERE f(a) NOT IN (SELECT a FROM b)",
    "SELECT Id FROM X WHERE Id IN (SELECT a FROM b WHERE c = 1 WITH DATA CATEGORY d AT e)",
    // Literals
    "SELECT Id FROM X WHERE a = null OR b = Null OR c = TRUE OR d = false",
    "SELECT Id FROM X WHERE a = 5 AND b = - 5 AND c = +5.25 AND d = -.5",
    "SELECT Id FROM X WHERE a = 123456789012345678901234567890",
    "SELECT Id FROM X WHERE a = USD5000 OR b = usd5000.5 OR c = EUR0",
    "SELECT Id FROM X WHERE d = 2020-02-29 AND e != 1700-01-01",
    "SELECT Id FROM X WHERE d = 2020-13-45",
    "SELECT Id FROM X WHERE d > 2020-01-01T10:00:00Z",
    "SELECT Id FROM X WHERE d > 2020-01-01t10:00:00z",
    "SELECT Id FROM X WHERE d > 2020-01-01T10:00:00.123Z AND d < 2020-01-01T10:00:00+01:00",
    "SELECT Id FROM X WHERE d > 2020-01-01T10:00:00.000+0000 AND d < 2020-01-01T10:00:00-0530",
    "SELECT Id FROM X WHERE t = 12:30:00Z AND u = 12:30:00.123z",
    "SELECT Id FROM X WHERE t = 12:30:00+01:00 AND u = 12:30:00.123-0530",
    "SELECT Id FROM X WHERE d = YESTERDAY OR d = today OR d = Tomorrow",
    "SELECT Id FROM X WHERE d = LAST_WEEK OR d = THIS_WEEK OR d = NEXT_WEEK",
    "SELECT Id FROM X WHERE d = LAST_MONTH OR d = THIS_MONTH OR d = NEXT_MONTH",
    "SELECT Id FROM X WHERE d = LAST_QUARTER OR d = THIS_QUARTER OR d = NEXT_QUARTER",
    "SELECT Id FROM X WHERE d = LAST_YEAR OR d = THIS_YEAR OR d = NEXT_YEAR",
    "SELECT Id FROM X WHERE d = LAST_FISCAL_QUARTER OR d = THIS_FISCAL_QUARTER OR d = NEXT_FISCAL_QUARTER",
    "SELECT Id FROM X WHERE d = LAST_FISCAL_YEAR OR d = THIS_FISCAL_YEAR OR d = NEXT_FISCAL_YEAR",
    "SELECT Id FROM X WHERE d = LAST_90_DAYS OR d = NEXT_90_DAYS",
    "SELECT Id FROM X WHERE d = LAST_N_DAYS:30 OR d = NEXT_N_DAYS : 30 OR d = N_DAYS_AGO:0",
    "SELECT Id FROM X WHERE d = LAST_N_WEEKS:1 OR d = NEXT_N_WEEKS:2 OR d = N_WEEKS_AGO:3",
    "SELECT Id FROM X WHERE d = LAST_N_MONTHS:1 OR d = NEXT_N_MONTHS:2 OR d = N_MONTHS_AGO:3",
    "SELECT Id FROM X WHERE d = LAST_N_QUARTERS:1 OR d = NEXT_N_QUARTERS:2 OR d = N_QUARTERS_AGO:3",
    "SELECT Id FROM X WHERE d = LAST_N_YEARS:1 OR d = NEXT_N_YEARS:2 OR d = N_YEARS_AGO:3",
    "SELECT Id FROM X WHERE d = LAST_N_FISCAL_QUARTERS:1 OR d = NEXT_N_FISCAL_QUARTERS:2 OR d = N_FISCAL_QUARTERS_AGO:3",
    "SELECT Id FROM X WHERE d = last_n_fiscal_years:1 OR d = NEXT_N_FISCAL_YEARS:2 OR d = N_FISCAL_YEARS_AGO:3",
    r"SELECT Id FROM X WHERE a = ''",
    r"SELECT Id FROM X WHERE a = 'O\'Brien' AND b = '\\' AND c = 'a\\\'b'",
    r#"SELECT Id FROM X WHERE a = '\n\N\r\R\t\T\b\B\f\F\"' AND b = '"'"#,
    r"SELECT Id FROM X WHERE a = '\u00e9\u0000\ud83d\ude00' AND b = 'é客🎉'",
    r"SELECT Id FROM X WHERE a LIKE '\%\_\\%_\'' AND b LIKE ''",
    "SELECT Id FROM X WHERE a = 'SELECT -- /* ( %'",
    // WITH
    "SELECT Title FROM KnowledgeArticleVersion WHERE PublishStatus = 'online' WITH DATA CATEGORY Geography__c ABOVE usa__c",
    "SELECT Title FROM Question WITH DATA CATEGORY Geo__c AT (a__c, b__c) AND P__c ABOVE_OR_BELOW x__c AND Q__c BELOW y__c",
    "SELECT Id FROM X WITH DATA CATEGORY a AT (b)",
    "SELECT Id FROM Account WITH SECURITY_ENFORCED",
    "SELECT Id FROM Account WHERE a = 1 WITH USER_MODE WITH SYSTEM_MODE ORDER BY a",
    "SELECT Id FROM X WITH DATA CATEGORY a AT b WITH USER_MODE",
    "SELECT Id FROM UserProfileFeed WITH UserId='005000000000001' LIMIT 20",
    "SELECT Id FROM X WITH a.b = 'x'",
    "SELECT Id FROM X WITH RecordVisibilityContext (maxDescriptorPerRecord=100, supportsDomains=true, t='x')",
    "SELECT Id FROM X WITH USER_MODE WITH RecordVisibilityContext (a = 1) WITH b",
    "SELECT Id FROM X WHERE Id IN (SELECT a FROM b WITH c.d = 'e')",
    // GROUP BY and HAVING
    "SELECT Industry FROM Account GROUP BY Industry",
    "SELECT Industry, Owner.Name n, COUNT(Id) FROM Account GROUP BY Industry, Owner.Name",
    "SELECT Status, LeadSource, COUNT(Name) cnt FROM Lead GROUP BY ROLLUP(Status, LeadSource)",
    "SELECT Type, COUNT(Id) FROM Account GROUP BY CUBE(Type, CALENDAR_YEAR(CreatedDate))",
    "SELECT a FROM X GROUP BY rollup (a)",
    "SELECT a FROM X GROUP BY FORMAT(a)",
    "SELECT LeadSource, COUNT(Name) FROM Lead GROUP BY LeadSource HAVING COUNT(Name) > 100 AND LeadSource LIKE 'P%'",
    "SELECT a FROM X GROUP BY a HAVING NOT MAX(b) = 2",
    "SELECT a, GROUPING(a) FROM X GROUP BY CUBE(a) HAVING GROUPING(a) = 1",
    // ORDER BY
    "SELECT Id FROM Account ORDER BY Name",
    "SELECT Id FROM Account ORDER BY Name ASC, Owner.Name DESC, CreatedDate",
    "SELECT Id FROM Account ORDER BY a NULLS LAST, b DESC NULLS FIRST, c ASC NULLS LAST",
    "SELECT Id FROM Account ORDER BY DISTANCE(a, GEOLOCATION(1, 2), 'km') DESC",
    "SELECT a FROM X GROUP BY a ORDER BY COUNT(Id) DESC",
    "SELECT Id FROM X ORDER BY toLabel(a)",
    "SELECT Id FROM X ORDER BY Order DESC",
    // The rest
    "SELECT Id FROM Account LIMIT 5",
    "SELECT Id FROM Account LIMIT 0 OFFSET 0",
    "SELECT Id FROM Account OFFSET 5",
    "SELECT Id FROM Account LIMIT +5 OFFSET -5",
    "SELECT Id FROM Account LIMIT 99999999999999999999",
    "SELECT Id FROM Account FOR VIEW",
    "SELECT Id FROM Account LIMIT 1 FOR REFERENCE",
    "SELECT Id FROM Account FOR UPDATE",
    "SELECT Id FROM X UPDATE TRACKING",
    "SELECT Id FROM X LIMIT 5 OFFSET 3 FOR VIEW UPDATE TRACKING, VIEWSTAT",
    "SELECT Id FROM X UPDATE VIEWSTAT",
    "SELECT Id FROM X ALL ROWS",
    "SELECT Id FROM X WHERE a = 1 ORDER BY a LIMIT 1 ALL ROWS",
    "SELECT Id FROM Account;",
    "\r\n\tselect id\nfrom account\nwhere\tname = 'x' ; \n",
    "SELECT Id FROM A USING SCOPE mine WHERE a = 1 WITH USER_MODE GROUP BY a HAVING COUNT(Id) > 1 ORDER BY a LIMIT 1 OFFSET 1 FOR VIEW UPDATE VIEWSTAT",
];

const BOUND: &[&str] = &[
    "SELECT Id FROM X WHERE a = :name",
    "SELECT Id FROM X WHERE a = : name AND b = :_x.y AND c LIKE :pattern",
    "SELECT Id FROM X WHERE a IN :ids AND b NOT IN :{ids()} AND c INCLUDES :set",
    "SELECT Id FROM X WHERE a IN (:one, 'two', :{three})",
    "SELECT Id FROM X WHERE a = :{if x { \"}\" } else { r#\"\"}\"# }} LIMIT :n OFFSET :{m + 1}",
    "SELECT Id FROM X WHERE a = :{ f('}', '\\'', '\\u{7d}', b\"}\", br\"}\", \"\\\"}\") } AND b = 1",
    "SELECT DISTANCE(a, GEOLOCATION(:lat, :lon), :unit) FROM X",
    "SELECT Id, (SELECT Id FROM Ys WHERE b = :b) FROM X WHERE Id IN (SELECT c FROM Z WHERE d = :d)",
    "SELECT a FROM X GROUP BY a HAVING COUNT(Id) > :least",
    "SELECT Id FROM X WITH UserId = :user",
];

#[test]
fn there_are_enough_of_them() {
    assert!(QUERIES.len() >= 150, "{}", QUERIES.len());
}

#[test]
fn they_parse_and_print_back() {
    for text in QUERIES {
        assert_sound(text, &parse(text, &REST));
        assert_round_trip(text, &REST);
        // Taking binds takes nothing away.
        assert_eq!(query(text, &REST), query(text, &MACRO), "{text}");
    }
}

#[test]
fn so_do_those_with_binds() {
    for text in BOUND {
        assert_sound(text, &parse(text, &MACRO));
        assert_round_trip(text, &MACRO);
        let refused = parse(text, &REST);
        assert_sound(text, &refused);
        assert!(!refused.findings.is_empty(), "{text}");
    }
}

#[test]
fn case_does_not_matter() {
    for text in QUERIES {
        // Escapes and values keep their case, so only what has no string can be compared.
        if !text.contains('\'') {
            let lower = query(&text.to_lowercase(), &REST).to_string();
            let upper = query(&text.to_uppercase(), &REST).to_string();
            assert_eq!(lower.to_uppercase(), upper.to_uppercase());
        }
    }
}

#[test]
fn what_is_printed() {
    for (text, printed) in [
        (
            "select  id from account as a;",
            "SELECT id FROM account AS a",
        ),
        (
            "SELECT count( id )x FROM A b",
            "SELECT COUNT(id) x FROM A AS b",
        ),
        (
            "SELECT TOLABEL(x),Foo(y) FROM A",
            "SELECT toLabel(x), Foo(y) FROM A",
        ),
        (
            "SELECT a FROM A WHERE b<>'x'and(c<= - 5)",
            "SELECT a FROM A WHERE b != 'x' AND (c <= -5)",
        ),
        (
            "SELECT a FROM A WHERE b=usd5. OR b IN (usd6.)",
            "SELECT a FROM A WHERE b = USD5 OR b IN (USD6)",
        ),
        (
            "SELECT a FROM A as order by b",
            "SELECT a FROM A ORDER BY b",
        ),
        (
            "SELECT a FROM A WHERE b=usd5.5 or c=null",
            "SELECT a FROM A WHERE b = USD5.5 OR c = NULL",
        ),
        (
            "SELECT a FROM A WHERE d=last_n_days : 007",
            "SELECT a FROM A WHERE d = LAST_N_DAYS:7",
        ),
        (
            r"SELECT a FROM A WHERE b='\N\u0041\u0001'",
            r"SELECT a FROM A WHERE b = '\nA\u0001'",
        ),
        (
            r"SELECT a FROM A WHERE b LIKE '\%%\__'",
            r"SELECT a FROM A WHERE b LIKE '\%%\__'",
        ),
        ("SELECT a FROM A LIMIT 007", "SELECT a FROM A LIMIT 7"),
        (
            "SELECT a FROM A GROUP BY cube ( a,b )",
            "SELECT a FROM A GROUP BY CUBE(a, b)",
        ),
        (
            "SELECT typeof o when U then a,b else c end FROM A",
            "SELECT TYPEOF o WHEN U THEN a, b ELSE c END FROM A",
        ),
        (
            "SELECT a FROM A with Ctx(x=1,y='z')",
            "SELECT a FROM A WITH Ctx (x = 1, y = 'z')",
        ),
    ] {
        assert_eq!(query(text, &REST).to_string(), printed);
    }
}
