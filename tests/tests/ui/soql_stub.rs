use sf_runtime::{Client, Error, soql};

// What is wrong with the queries is said where they are. Of what is done with the rows nothing is said but of
// the last line of each, which shows that the fields have their types.

async fn deals(sf: &Client, min: i32) -> Result<(), Error> {
    let deals = soql!(
        "SELECT Id, Nam, Account.Nmae, Ownr.Name, (SELECT Id, Qantity FROM OpportunityLineItems)
         FROM Opportunity WHERE Amount > :min"
    );
    for deal in deals.fetch_all(sf).await? {
        println!("{} {:?} {}", deal.nam, deal, deal.nam.to_uppercase());
        println!("{:?}", deal.account.as_ref().map(|account| account.nmae.len()));
        println!("{} {}", deal.ownr.name, deal.owner.name);
        for item in &deal.opportunity_line_items.records {
            println!("{:?}", item.as_ref().map(|item| item.qantity));
        }
        let typed: u32 = deal.name;
    }
    Ok(())
}

async fn companies(sf: &Client, description: &str) -> Result<Vec<String>, Error> {
    let wrong = soql!("SELECT Id, Name FROM Account WHERE Description = :description");
    let mut names = Vec::new();
    let mut rows = wrong.stream(sf);
    while let Some(row) = rows.next().await {
        names.push(row?.name);
    }
    let typed: u32 = wrong.fetch_one(sf).await?.name;
    Ok(names)
}

async fn unread(sf: &Client) -> Result<(), Error> {
    let rows = soql!("SELECT Id, Name FROM Account WHERE WHERE").fetch_all(sf).await?;
    let typed: u32 = rows[0].name;
    let rows = soql!("SELECT Id Name FROM Account").fetch_all(sf).await?;
    println!("{} {}", rows[0].id, rows[0].name);
    let rows = soql!("SELECT Id, FROM Account").fetch_all(sf).await?;
    println!("{} {}", rows[0].name, rows[0].owner.name);
    Ok(())
}

async fn nothing(sf: &Client) -> Result<(), Error> {
    let rows = soql!("SELEC Id FROM Account WHERE Name = \"a:b\"").fetch_all(sf).await?;
    println!("{} {}", rows.len(), rows[0].anything.at_all());
    let number: u32 = soql!("SELECT COUNT() FROM Acount").count(sf).await?;
    Ok(())
}

fn main() {}
//~ no field `Nam` on Opportunity: did you mean `Name`?
//~ no field `Nmae` on Account: did you mean `Name`?
//~ no relationship `Ownr` on Opportunity: did you mean `Owner`?
//~ no field `Qantity` on OpportunityLineItem: did you mean `Quantity`?
//~ field `Description` of Account cannot be filtered
//~ unexpected token: 'WHERE'
//~ a field cannot have an alias
//~ unexpected token: 'FROM'
//~ unexpected token: 'SELEC'
//~ no object `Acount`: did you mean `Account`?
//~ expected `u32`, found `String`
