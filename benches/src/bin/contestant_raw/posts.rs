//! Users with their posts, with their comments.

use benches_harness::{Result, Sum};

use crate::connection::Connection;
use crate::reading::{all, each, places};
use crate::users::{SELECT, User};

pub(crate) const ASSOC: &[&str] = &[
    SELECT,
    "SELECT user_id, id, title FROM posts WHERE user_id = ANY($1)",
    "SELECT post_id, id, text FROM comments WHERE post_id = ANY($1)",
];

struct Author {
    user: User,
    posts: Vec<Post>,
}

struct Post {
    id: i64,
    user_id: i64,
    title: String,
    comments: Vec<Comment>,
}

struct Comment {
    id: i64,
    post_id: i64,
    text: String,
}

pub(crate) async fn assoc(connection: &Connection, sum: &mut Sum) -> Result<()> {
    let author = |row: &_| Ok(Author { user: User::read(row)?, posts: Vec::new() });
    let mut authors = all(connection, 0, &[&100_i64], author).await?;
    let keys: Vec<i64> = authors.iter().map(|author| author.user.id).collect();
    let mut posts = all(connection, 1, &[&keys], |row| {
        let (user_id, id) = (row.try_get(0)?, row.try_get(1)?);
        Ok(Post { id, user_id, title: row.try_get(2)?, comments: Vec::new() })
    })
    .await?;
    let post_keys: Vec<i64> = posts.iter().map(|post| post.id).collect();
    let place = places(&post_keys);
    each(connection, 2, &[&post_keys], |row| {
        let comment = Comment { post_id: row.try_get(0)?, id: row.try_get(1)?, text: row.try_get(2)? };
        posts[place[&comment.post_id]].comments.push(comment);
        Ok(())
    })
    .await?;
    let place = places(&keys);
    for post in posts {
        authors[place[&post.user_id]].posts.push(post);
    }
    sum.rows(&authors, |author| author.user.fields());
    if !sum.is_wanted() {
        return Ok(());
    }
    for author in &authors {
        let key = author.user.id;
        sum.rows(&author.posts, |post| [key, post.id, Sum::text(&post.title)]);
        for post in &author.posts {
            sum.rows(&post.comments, |comment| [post.id, comment.id, Sum::text(&comment.text)]);
        }
    }
    Ok(())
}
