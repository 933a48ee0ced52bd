//! A test for each scenario.

use integration_tests::watch::models::{Favourite, Place, Profile, ROWS, Review};
use querent::Db;

macro_rules! tests {
    ($($file:ident { $($name:ident,)* })*) => {
        /// The files and the names of all.
        pub(crate) const NAMES: &[(&str, &str)] = &[$($((stringify!($file), stringify!($name)),)*)*];

        $(mod $file {
            use super::*;

            $(#[querent_testkit::test(models = [Review, Profile, Favourite, Place], sql = ROWS)]
            async fn $name(db: Db) {
                crate::check(&db, stringify!($name)).await;
            })*
        })*
    };
}

tests! {
    lazy_relations {
        a_foreign_key_of_each_row,
        a_key_that_can_be_null_of_each_row,
        a_key_to_the_same_table_of_each_row,
        the_rows_behind_a_key_of_each_row,
        the_rows_behind_a_key_to_the_same_table,
        the_pairs_of_each_row,
        the_pairs_of_each_row_of_the_other_side,
        the_pairs_through_a_model_of_each_row,
        a_one_to_one_of_each_row,
        the_row_behind_a_one_to_one_of_each_row,
        two_relations_of_each_row_are_two_findings,
        five_lines_that_load_for_five_rows_are_one_finding,
        the_same_lines_for_two_results_are_one_finding,
        a_query_over_several_lines_is_named_by_the_last,
        a_custom_manager_is_a_query_like_others,
        a_function_that_loads_is_the_line_and_its_caller_has_the_query,
    }
    nested {
        behind_rows_that_were_loaded_one_by_one,
        behind_selected_rows,
        behind_prefetched_rows,
        behind_some_prefetched_rows,
        behind_rows_that_several_rows_share,
        three_levels_are_three_findings,
        behind_pairs,
        behind_the_rows_of_one_row,
        behind_a_selected_row_that_may_be_none,
        rows_do_not_know_the_row_that_they_were_loaded_for,
        what_is_selected_two_levels_deep_is_there,
        what_is_prefetched_two_levels_deep_is_there,
    }
    queries {
        rows_of_a_page,
        rows_of_a_numbered_page,
        rows_by_their_keys,
        rows_by_a_unique_column,
        rows_with_a_value_beside_them,
        rows_of_two_queries_together,
        rows_of_a_statement_of_ones_own,
        rows_that_are_locked,
        locked_rows_and_a_key_that_can_be_null,
        one_row_of_each_value,
        rows_without_doubles,
        what_is_behind_rows_of_a_statement_of_ones_own,
        how_many_rows_are_behind_those_of_a_statement_of_ones_own,
        rows_that_were_updated,
        rows_with_a_key_of_several_columns,
        behind_rows_with_a_key_of_several_columns,
        rows_of_a_manager,
        relations_prefetched_for_rows_that_are_there,
        rows_that_were_created,
    }
    concurrent {
        loads_that_are_joined,
        loads_in_no_order,
        loads_a_few_at_a_time,
        loads_in_tasks_that_rows_were_moved_into,
        loads_in_tasks_within_the_span,
        loads_on_a_thread_that_blocks,
        queries_that_are_joined,
        two_requests_on_one_task_are_told_apart,
        a_task_that_outlives_its_request_is_told_as_far_as_it_was,
        a_request_that_is_dropped_on_its_way,
        rows_that_are_loaded_for_in_another_scope_belong_to_their_query,
        work_that_nobody_watches,
    }
    streams {
        a_stream_that_is_read_to_its_end,
        a_stream_within_a_transaction,
        a_stream_that_is_dropped_on_its_way,
        a_stream_that_is_polled_in_a_request_is_of_that_request,
        a_stream_that_is_polled_elsewhere_is_of_whoever_polls_it,
        a_stream_of_rows_with_all_that_is_read,
    }
    managers {
        how_many_rows_are_behind_each,
        how_many_pairs_each_row_has,
        how_many_pairs_through_a_model_each_row_has,
        whether_there_are_rows_behind_each,
        whether_each_row_has_pairs,
        the_first_row_behind_each,
        the_last_pair_of_each,
        values_of_the_rows_behind_each,
        a_sum_over_the_rows_behind_each,
        some_of_the_rows_behind_each,
        one_of_the_rows_behind_each,
        a_stream_of_the_rows_behind_each,
        how_many_rows_are_behind_what_was_selected,
        how_many_rows_are_behind_what_was_prefetched,
        two_questions_about_each_row_are_two_findings,
        what_was_annotated_is_there,
        the_number_of_rows_in_memory,
        managers_that_write,
        managers_in_conditions,
    }
    loops {
        one_row_by_its_key_after_another,
        one_row_by_a_condition_on_its_key,
        one_row_by_a_unique_column,
        the_rows_behind_one_key_after_another,
        how_many_rows_there_are_behind_each_key,
        whether_there_are_rows_behind_each_key,
        the_first_row_behind_each_key,
        rows_by_a_statement_of_ones_own,
        a_row_with_a_key_of_several_columns_after_another,
        whether_there_is_a_row_with_a_key_of_several_columns,
        rows_by_one_key_of_related_rows_after_another,
        how_many_rows_there_are_by_a_key_of_pairs,
        a_sum_over_the_rows_behind_each_key,
        a_function_that_looks_up_and_is_called_in_a_loop,
        keys_in_rows_that_were_made_by_hand,
        the_rows_behind_rows_that_were_just_created,
        four_lookups_are_not_enough,
        four_lookups_on_each_of_two_lines,
        four_lookups_in_each_of_two_requests,
    }
    looked_up {
        a_relation_of_each_row_that_is_looked_up,
        a_relation_of_each_row_once_all_are_looked_up,
        the_rows_behind_each_row_that_is_looked_up,
        how_many_rows_are_behind_each_row_that_is_looked_up,
        two_relations_behind_each_other,
        a_relation_behind_a_selected_one,
        a_relation_of_the_first_row_of_each_query,
        rows_that_are_looked_up_at_once,
        a_field_of_each_row_that_is_looked_up,
        rows_and_one_that_is_not_there,
        a_relation_that_the_query_of_each_row_expects,
        a_relation_of_the_same_row_again_and_again_after_writes,
        a_relation_of_the_first_row_of_each_range,
        rows_behind_each_of_them_are_siblings_of_each_other_alone,
        a_relation_of_four_rows_that_are_looked_up,
        a_relation_of_two_rows_that_are_looked_up_on_each_of_three_lines,
        a_relation_of_four_rows_in_each_of_two_requests,
        all_relations_of_one_row_that_is_looked_up,
    }
    not_loops {
        pages_behind_a_key,
        pages_by_cursors,
        pages_by_their_numbers,
        pages_by_offsets,
        jobs_that_nobody_else_has,
        a_time_since,
        a_search_by_what_is_not_unique,
        one_key_in_several_databases,
        several_keys_in_one_of_two_databases,
        a_row_that_is_read_again_after_it_was_written,
        a_job_that_is_asked_for_its_state,
        many_rows_by_their_keys_at_once,
    }
    redundant {
        the_same_key_again_and_again,
        the_same_rows_again_and_again,
        the_same_number_again_and_again,
        the_same_row_of_many_by_copies,
        the_same_manager_of_one_row,
        a_manager_of_one_row_with_other_conditions,
        the_same_key_four_times,
        the_same_key_on_five_lines,
    }
    deferred {
        a_field_of_each_row,
        a_field_of_each_row_at_once,
        a_field_behind_each_row,
        a_field_of_rows_that_were_loaded_one_by_one,
        a_field_behind_a_row_that_was_selected,
        a_field_of_rows_that_were_prefetched,
        a_field_of_one_row,
        a_field_of_one_row_again,
        fields_that_were_asked_for,
    }
    writes {
        rows_created_one_by_one,
        rows_created_at_once,
        rows_saved_one_by_one,
        rows_deleted_one_by_one,
        nine_rows_are_not_enough,
        rows_created_by_one_statement,
        rows_updated_by_one_statement,
        rows_written_where_nobody_asked,
        rows_written_to_fill_tables,
    }
    eager {
        selected_and_left,
        prefetched_and_left,
        selected_and_the_row_behind_left,
        prefetched_and_the_rows_behind_left,
        one_of_two_relations_left,
        looked_at_in_one_row_of_many,
        written_out_as_json,
        nothing_that_could_be_looked_at,
        one_row_that_nobody_looked_behind,
        no_rows_at_all,
        copied_out_of_the_rows,
        rows_that_live_longer_than_their_request,
        left_by_those_that_return_early,
    }
    one_row {
        one_row_and_all_that_it_leads_to,
        the_same_row_of_many_again,
        two_rows_of_many_on_two_lines,
        rows_whose_key_is_null_need_no_query,
        copies_of_one_row_are_one_row,
        a_chain_of_parents_is_walked_one_row_at_a_time,
        the_first_and_the_last_of_many,
        one_row_that_is_all_there_is,
        one_row_that_could_be_several_where_tests_are_strict,
        one_row_by_its_key_is_one_row_where_tests_are_strict,
        a_row_that_is_found_or_created,
        a_row_that_was_refreshed,
    }
    expected {
        a_relation_that_its_query_expects,
        another_relation_than_its_query_expects,
        a_relation_behind_the_one_that_is_expected,
        a_path_that_its_query_expects,
        a_relation_that_a_block_expects,
        loads_outside_of_the_block_that_expects_them,
        blocks_within_blocks,
        a_count_that_its_query_expects,
        a_relation_that_the_process_expects,
        an_endpoint_that_is_expected,
        an_entry_that_nothing_matches_is_reported,
        an_entry_that_names_what_one_row_loads_is_reported,
        an_unused_eager_load_that_is_expected,
    }
}
