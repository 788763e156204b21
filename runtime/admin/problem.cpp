// SPDX-License-Identifier: Apache-2.0
// Problems: from our errors and the checks' findings to HTTP.
#include "admin/problem.hpp"

#include <algorithm>

namespace busbar {
namespace {

// RFC 9110, 15; RFC 6585.
const char* title_of(int status) {
    switch (status) {
        case 400:
            return "Bad ApiRequest";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 431:
            return "ApiRequest Header Fields Too Large";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "Internal Server Error";
    }
}

const char* severity(const PlanProblem& one) {
    if (one.is_note) return "note";
    return one.is_warning ? "warning" : "error";
}

}  // namespace

ApiResponse problem(int status, const std::string& code, const std::string& detail, Json errors) {
    Json json = {{"type", "about:blank"},
                 {"title", title_of(status)},
                 {"status", status},
                 {"code", code},
                 {"detail", detail}};
    if (!errors.is_null()) json["errors"] = std::move(errors);
    auto response = json_response(json, status);
    response.content_type = "application/problem+json";
    return response;
}

ApiResponse problem(const Error& error) {
    switch (error.code) {
        case ErrorCode::InvalidArgument:
            return problem(400, "invalid_argument", error.message);
        case ErrorCode::OutOfRange:
            return problem(400, "out_of_range", error.message);
        case ErrorCode::NotFound:
            return problem(404, "not_found", error.message);
        case ErrorCode::AlreadyExists:
            return problem(409, "already_exists", error.message);
        case ErrorCode::FailedPrecondition:
            return problem(409, "failed_precondition", error.message);
        case ErrorCode::PermissionDenied:
            return problem(403, "permission_denied", error.message);
        case ErrorCode::Unavailable:
            return problem(503, "unavailable", error.message);
        case ErrorCode::Timeout:
            return problem(504, "timeout", error.message);
        case ErrorCode::Internal:
            break;
    }
    return problem(500, "internal", error.message);
}

ApiResponse revision_problem(const Error& error, bool revision_named) {
    if (error.field == "if_match") return problem(428, "precondition_required", error.message);
    if (revision_named && error.code == ErrorCode::FailedPrecondition) {
        return problem(412, "stale", error.message);
    }
    return problem(error);
}

Json problem_entries(const std::vector<PlanProblem>& problems) {
    auto entries = Json::array();
    for (const auto& one : problems) {
        entries.push_back({{"pointer", one.pointer},
                           {"code", one.code},
                           {"message", one.message},
                           {"severity", severity(one)}});
    }
    return entries;
}

std::vector<PlanProblem> relative_problems(const std::vector<DraftProblem>& problems,
                                           const std::string& base, const std::string& prefix) {
    std::vector<PlanProblem> result;
    for (const auto& one : problems) {
        auto pointer = pointer_of(one);
        if (pointer.starts_with(base)) pointer = prefix + pointer.substr(base.size());
        result.push_back({std::move(pointer), one.problem.code(), one.problem.message(),
                          one.problem.is_warning(), one.is_note()});
    }
    return result;
}

bool in_the_way(const std::vector<PlanProblem>& problems, const std::set<std::string>& confirmed) {
    return std::any_of(problems.begin(), problems.end(), [&](const PlanProblem& one) {
        return !one.is_note && !(one.is_warning && confirmed.contains(one.code));
    });
}

ApiResponse blocked(const std::vector<PlanProblem>& problems) {
    const auto error = std::find_if(problems.begin(), problems.end(), [](const PlanProblem& one) {
        return !one.is_warning && !one.is_note;
    });
    if (error != problems.end()) {
        return problem(422, "invalid", "nothing was changed: " + error->message,
                       problem_entries(problems));
    }
    return problem(409, "needs_confirmation",
                   "nothing was changed: confirm the warnings with ?confirm=CODE,…",
                   problem_entries(problems));
}

}  // namespace busbar
