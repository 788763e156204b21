// SPDX-License-Identifier: Apache-2.0
// Fuzzes project files: whatever a file says, it is planned or refused with a place in it; what is
// applied is then true, and what is exported changes nothing.
#include <filesystem>

#include "config/project.hpp"
#include "fuzz/input.hpp"
#include "fuzz/test_plugin.hpp"

namespace {

using busbar::Configuration;
using busbar::Json;
using fuzz::expect;

// In memory: what matters here is what is kept, not that a disk keeps it.
std::unique_ptr<Configuration> new_configuration(const std::filesystem::path& folder) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    auto configuration = Configuration::open(folder);
    expect(configuration.has_value(), "a configuration begins in an empty folder");
    (void)(*configuration)->add_schema("test", fuzz::test_schema());
    return *std::move(configuration);
}

std::set<std::string> warnings_of(const busbar::Plan& plan) {
    std::set<std::string> codes;
    for (const auto& problem : plan.problems) {
        expect(!problem.code.empty() && !problem.message.empty(), "a problem is explained");
        if (problem.is_warning) codes.insert(problem.code);
    }
    return codes;
}

bool refused(const busbar::Plan& plan) {
    for (const auto& problem : plan.problems) {
        if (!problem.is_warning) return true;
    }
    return false;
}

void expect_nothing_to_do(const Configuration& configuration, const Json& project,
                          const char* property) {
    const auto plan = busbar::plan_project(configuration, project, false);
    expect(plan && !refused(*plan) && plan->empty(), property);
}

void apply(Configuration& configuration, const Json& project, const busbar::Plan& plan) {
    const auto committed = configuration.commit(plan.draft, warnings_of(plan));
    expect(committed.has_value(), "what is planned can be committed");
    expect_nothing_to_do(configuration, project, "what was applied is true");
    expect_nothing_to_do(configuration, busbar::export_project(configuration),
                         "what is exported is what there is");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::ScratchFolder kScratch("project");
    static const auto kEmpty = new_configuration(kScratch.path() / "empty");
    fuzz::Input input(data, size);
    const auto project = busbar::parse_project(input.rest_as_text());
    if (!project) return 0;
    const auto plan = busbar::plan_project(*kEmpty, *project, true);
    if (!plan) return 0;
    (void)warnings_of(*plan);
    if (refused(*plan) || plan->empty()) return 0;
    const auto configuration = new_configuration(kScratch.path() / "applied");
    const auto fresh = busbar::plan_project(*configuration, *project, true);
    expect(fresh && !fresh->empty(), "a plan does not depend on the weather");
    apply(*configuration, *project, *fresh);
    return 0;
}
