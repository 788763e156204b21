// SPDX-License-Identifier: Apache-2.0
// Problems as the API tells them: application/problem+json (RFC 9457) with a stable `code`, and
// `errors` with a JSON pointer (RFC 6901) into the request's body where a field is at fault.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "admin/response.hpp"
#include "busbar/result.hpp"
#include "config/draft.hpp"
#include "config/project.hpp"

namespace busbar {

// {"type": "about:blank", "title", "status", "code", "detail"}, and `errors` unless it is null.
[[nodiscard]] ApiResponse problem(int status, const std::string& code, const std::string& detail,
                                  Json errors = {});

// Codes are the error's: invalid_argument 400, out_of_range 400, not_found 404, already_exists 409,
// failed_precondition 409, permission_denied 403, unavailable 503, timeout 504, internal 500.
[[nodiscard]] ApiResponse problem(const Error& error);

// The same for a request that named a revision: 428 precondition_required without one, 412 stale
// when it is not the newest any more.
[[nodiscard]] ApiResponse revision_problem(const Error& error, bool revision_named);

// [{"pointer", "code", "message", "severity": "error" | "warning" | "note"}]
[[nodiscard]] Json problem_entries(const std::vector<PlanProblem>& problems);

// Problems of a draft of one item or record: pointers are relative to `base`, the pointer of the
// settings in the project file, and then begin with `prefix`.
[[nodiscard]] std::vector<PlanProblem> relative_problems(const std::vector<DraftProblem>& problems,
                                                         const std::string& base,
                                                         const std::string& prefix);

// Whether the problems are in the way: an error, or a warning whose code is not in `confirmed`.
[[nodiscard]] bool in_the_way(const std::vector<PlanProblem>& problems,
                              const std::set<std::string>& confirmed);

// Why nothing was changed: 422 invalid when there is an error, else 409 needs_confirmation.
[[nodiscard]] ApiResponse blocked(const std::vector<PlanProblem>& problems);

}  // namespace busbar
