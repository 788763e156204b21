// SPDX-License-Identifier: Apache-2.0
// Wish: through Changes, and its outcome as a response.
#include "admin/wish.hpp"

#include "admin/problem.hpp"

namespace busbar {

void carry_out(const AdminEnvironment& environment, const ApiRequest& request, Wish wish,
               const Reply& reply, const std::function<ApiResponse(Json problems)>& show) {
    const auto codes = request.target.list("confirm");
    const std::set<std::string> confirmed(codes.begin(), codes.end());
    const bool revision_named = wish.change.expected_revision.has_value();
    std::vector<Change> changes;
    changes.push_back(std::move(wish.change));
    environment.changes.commit(
        std::move(changes), confirmed,
        [=, pointer = std::move(wish.pointer),
         prefix = std::move(wish.pointer_prefix)](const Result<Changes::Outcome>& outcome) {
            if (!outcome) return reply(revision_problem(outcome.error(), revision_named));
            const auto problems = relative_problems(outcome->problems, pointer, prefix);
            reply(in_the_way(problems, confirmed) ? blocked(problems)
                                                  : show(problem_entries(problems)));
        });
}

}  // namespace busbar
