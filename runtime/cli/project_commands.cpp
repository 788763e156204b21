// SPDX-License-Identifier: Apache-2.0
// `busbar export [FILE]`, `busbar apply FILE`: the whole configuration as one document.
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/difference.hpp"
#include "cli/problem_words.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {
namespace {

Result<Json> read_project(const std::string& file) {
    std::string text;
    if (file == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream stream(file, std::ios::binary);
        if (!stream) return fail(ErrorCode::InvalidArgument, "cannot read " + file);
        text.assign(std::istreambuf_iterator<char>(stream), {});
    }
    try {
        return Json::parse(text);
    } catch (const Json::exception& error) {
        return fail(ErrorCode::InvalidArgument, file + " is not JSON: " + error.what());
    }
}

std::string address_of(const Apply& apply) {
    std::string address = "/api/v1/project:apply?";
    if (apply.dry_run) address += "dry_run&";
    if (apply.prune) address += "prune&";
    std::string codes;
    for (const auto& code : apply.confirmed) codes += (codes.empty() ? "" : ",") + code;
    return address + "confirm=" + percent_encode(codes);
}

bool has_errors(const Json& problems) {
    for (const auto& one : problems) {
        if (text_of(one, "severity") == "error") return true;
    }
    return false;
}

ExitCode print_outcome(Session& session, const Json& outcome) {
    const auto changes = outcome.value("changes", Json::array());
    const auto problems = outcome.value("problems", Json::array());
    const auto not_applied = outcome.value("notApplied", Json::array());
    session.out << difference_words(changes) << problem_lines(problems);
    const auto count = counted(changes.size(), "change");
    if (changes.empty()) {
        session.out << "Nothing to change.\n";
    } else if (outcome.value("dryRun", false)) {
        session.out << count << " would be made.\n";
    } else {
        session.out << count << " made.\n";
    }
    for (const auto& sentence : not_applied) {
        session.err << "busbar: saved, but not in effect: "
                    << printable(sentence.get<std::string>()) << '\n';
    }
    return has_errors(problems) || !not_applied.empty() ? ExitCode::Refused : ExitCode::Done;
}

}  // namespace

ExitCode run_export(Session& session, const std::string& file) {
    auto code = ExitCode::Done;
    const auto project = ask(session, code, "GET", "/api/v1/project");
    if (!project) return code;
    if (file.empty()) {
        print_json(session, *project);
        return code;
    }
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    constexpr int kIndent = 2;
    stream << project->dump(kIndent, ' ', false, Json::error_handler_t::replace) << '\n';
    stream.close();
    if (!stream) {
        session.err << "busbar: cannot write " << file << '\n';
        return ExitCode::Refused;
    }
    return code;
}

ExitCode run_apply(Session& session, const Apply& apply) {
    const auto project = read_project(apply.file);
    if (!project) return complain(session, project.error());
    const auto answer = session.client.request("POST", address_of(apply), *project);
    if (!answer) return complain(session, answer.error());
    if (!answer->good()) {
        if (!session.json && answer->body.is_object()) {
            session.out << difference_words(answer->body.value("changes", Json::array()));
        }
        return complain(session, *answer);
    }
    if (!session.json) return print_outcome(session, answer->body);
    print_json(session, answer->body);
    const bool bad = has_errors(answer->body.value("problems", Json::array())) ||
                     !answer->body.value("notApplied", Json::array()).empty();
    return bad ? ExitCode::Refused : ExitCode::Done;
}

}  // namespace busbar
