//! `inet` columns are addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use querent::prelude::*;
use querent::{Kind, Result};

#[derive(Model, Debug, Clone, PartialEq)]
struct Visit {
    id: i64,
    address: IpAddr,
    #[field(default = "127.0.0.1")]
    proxy: Option<IpAddr>,
}

#[querent_testkit::test(models = [Visit])]
async fn an_address_comes_back_as_it_was(db: Db) -> Result<()> {
    let (four, six) = (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 255)), IpAddr::V6(Ipv6Addr::LOCALHOST));
    let mut visit = Visit::draft().address(four).create(&db).await?;
    assert_eq!((visit.address, visit.proxy), (four, Some(IpAddr::V4(Ipv4Addr::LOCALHOST))));
    (visit.address, visit.proxy) = (six, None);
    visit.save(&db).await?;
    assert_eq!(Visit::objects(&db).filter(|v| v.address.eq(six) & v.proxy.is_null()).await?, [visit]);
    let drafts = [four, six].map(|address| Visit::draft().address(address));
    assert_eq!(Visit::objects(&db).bulk_create(drafts).await?[1].address, six);
    assert_eq!(Visit::objects(&db).filter(|v| v.address.is_in([four])).count().await?, 1);
    assert_eq!(Visit::objects(&db).filter(|v| v.address.gt(four)).count().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Visit])]
async fn a_network_is_no_address(db: Db) -> Result<()> {
    db.batch_execute("INSERT INTO visit (address) VALUES ('10.0.0.1/32'), ('::1/128')").await?;
    assert_eq!(Visit::objects(&db).await?.len(), 2);
    db.batch_execute("INSERT INTO visit (address) VALUES ('10.0.0.1/8')").await?;
    let error = Visit::objects(&db).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    assert_eq!(error.to_string(), "`Visit.address` cannot hold what the database has there (inet)");
    Ok(())
}
