//! Primary keys of several columns.

use querent::model::Root;
use querent::prelude::*;

use crate::ask::rows;
use crate::database::on_the_data;
use crate::models::{TComment, TCommentFields, TUser, TUserFields, Tenant};

/// The keys of the rows in the order of the query.
async fn keys<M: Model<Key = (i64, i16)>>(db: &Db, query: QuerySet<M>) -> Vec<(i64, i16)> {
    rows(db, query).await.iter().map(Model::key).collect()
}

/// The comments of a user of the query around them: no relation leads to a key of several columns.
fn comments_of(user: TUserFields<Root<TUser>>) -> QuerySet<TComment, querent::queryset::Inside<TUser>> {
    TComment::within(user).filter(move |c| (c.tenant.key(), c.user_id).eq(user.pk()))
}

/// The user of a comment of the query around it.
fn user_of(comment: TCommentFields<Root<TComment>>) -> QuerySet<TUser, querent::queryset::Inside<TComment>> {
    TUser::within(comment).filter(move |u| u.pk().eq((comment.tenant.key(), comment.user_id)))
}

#[test]
fn cpk_01_keys_are_compared_as_rows() {
    on_the_data(async |db| {
        let users = || TUser::objects(&db).order_by(|u| u.pk());
        let comments = || TComment::objects(&db).order_by(|c| c.pk());
        assert_eq!(keys(&db, users().filter(|u| u.pk().eq((1, 2)))).await, [(1, 2)]);
        let some = users().filter(|u| u.pk().is_in([(1, 1), (2, 3), (9, 9)]));
        assert_eq!(keys(&db, some).await, [(1, 1), (2, 3)]);
        assert_eq!(keys(&db, comments().filter(|c| c.pk().gt((1, 3)))).await, [(1, 5), (2, 4)]);
        assert_eq!(keys(&db, comments().filter(|c| c.pk().lte((1, 2)))).await, [(1, 1), (1, 2)]);
        assert_eq!(keys(&db, comments().reverse()).await, [(2, 4), (1, 5), (1, 3), (1, 2), (1, 1)]);
        let writers =
            TComment::objects(&db).filter(|c| c.tenant.eq(1)).values(|c| (c.tenant.key(), c.user_id));
        assert_eq!(keys(&db, users().filter(|u| u.pk().is_in(writers))).await, [(1, 1), (1, 2)]);
        assert_eq!(keys(&db, users().filter(|u| u.pk().is_null())).await, []);
        assert_eq!(keys(&db, users().exclude(|u| u.pk().eq((1, 1)))).await, [(1, 2), (2, 3)]);
        assert_eq!(keys(&db, users().filter(|u| u.tenant.eq(1))).await, [(1, 1), (1, 2)]);
    });
}

#[test]
fn rows_are_written_by_their_whole_keys() {
    on_the_data(async |db| {
        let drafts =
            [4, 5].map(|id| TUser::draft().tenant(1).id(id).email(format!("user000{id}@example.com")));
        let created = TUser::objects(&db).bulk_create(drafts).await.unwrap();
        assert_eq!(created[1].key(), (1, 5));
        let changed = TUser::objects(&db).filter(|u| u.pk().eq((1, 5))).update(|u| u.email.set("five"));
        assert_eq!(changed.await.unwrap(), 1);
        let found = TUser::objects(&db).in_bulk([(1, 5), (2, 3), (2, 5)]).await.unwrap();
        assert_eq!((found.len(), found[&(1, 5)].email.as_str()), (2, "five"));
        let mut user = TUser::objects(&db).by_key((1, 2)).await.unwrap();
        user.email = "two".to_owned();
        user.save(&db).await.unwrap();
        let emails = TUser::objects(&db).order_by(|u| u.pk()).values(|u| (u.id, u.email)).await.unwrap();
        assert_eq!(emails[1], (2, "two".to_owned()));
        assert_eq!(emails[0], (1, "user0001@example.com".to_owned()));
        user.delete(&db).await.unwrap();
        let gone = TUser::objects(&db).filter(|u| u.pk().is_in([(1, 4), (1, 5), (2, 4)])).delete();
        assert_eq!(gone.await.unwrap(), 2);
        assert_eq!(keys(&db, TUser::objects(&db).order_by(|u| u.pk())).await, [(1, 1), (2, 3)]);
        assert_eq!(Tenant::objects(&db).count().await.unwrap(), 2);
    });
}

#[test]
fn cpk_03_rows_of_a_key_of_several_columns_are_found_by_all_of_them() {
    on_the_data(async |db| {
        let counted = TUser::objects(&db).annotate(|u| comments_of(u).count()).order_by(|(u, _)| u.pk());
        let counted = counted.values(|(u, n)| (u.pk(), n)).await.unwrap();
        assert_eq!(counted, [((1, 1), 3), ((1, 2), 1), ((2, 3), 1)]);
        let of_the_first = TComment::objects(&db)
            .filter(|c| exists(user_of(c).filter(|u| u.email.startswith("user0001"))))
            .order_by(|c| c.pk());
        assert_eq!(keys(&db, of_the_first).await, [(1, 1), (1, 2), (1, 5)]);
        let writers = TUser::objects(&db)
            .filter(|u| u.tenant.eq(1) & exists(comments_of(u).filter(|c| c.text.startswith("foo"))))
            .order_by(|u| u.pk());
        assert_eq!(keys(&db, writers).await, [(1, 1), (1, 2)]);
        let recording = db.record_statements();
        let emails =
            TComment::objects(&db).annotate(|c| subquery(user_of(c).values(|u| u.email))).await.unwrap();
        assert_eq!(emails.iter().filter(|(_, email)| email.is_some()).count(), 5);
        assert_eq!(recording.statements().len(), 1);
        assert_eq!(TComment::objects(&db).aggregate(|c| c.pk().count()).await.unwrap(), 5);
    });
}
