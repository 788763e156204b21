// SPDX-License-Identifier: Apache-2.0
// What can be said of a draft without the configuration it was made for.
#include "config/draft.hpp"

#include <algorithm>

#include "config/limits.hpp"

namespace busbar {

bool is_id(std::string_view text) {
    constexpr std::string_view kAllowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
    return !text.empty() && text.size() <= kIdLengthMax &&
           text.find_first_not_of(kAllowed) == std::string_view::npos;
}

// What is not there may come, even with the same change: a plugin that checks its items does not
// see those of another one as they would be.
bool DraftProblem::is_note() const {
    return problem.is_warning() && problem.code().starts_with("unknown_");
}

std::vector<Delivery> Draft::to_check() const {
    std::map<std::pair<std::string, std::string>, Delivery> deliveries;
    for (const auto& item : items) {
        if (!item.after) continue;
        auto& delivery = deliveries[{item.key.plugin, item.key.collection}];
        delivery.plugin = item.key.plugin;
        delivery.items.set_collection(item.key.collection);
        auto& message = *delivery.items.add_items();
        message.set_id(item.key.id);
        message.set_settings(*item.after);
        message.set_started(item.started_after);
    }
    std::vector<Delivery> list;
    list.reserve(deliveries.size());
    for (auto& entry : deliveries) list.push_back(std::move(entry.second));
    return list;
}

void Draft::add_problems(const std::string& plugin, const std::string& collection,
                         const std::vector<v1::Problem>& answer) {
    for (const auto& problem : answer) problems.push_back({plugin, collection, problem});
}

std::vector<DraftProblem> Draft::blocking(const std::set<std::string>& confirmed) const {
    std::vector<DraftProblem> list;
    std::copy_if(problems.begin(), problems.end(), std::back_inserter(list),
                 [&](const DraftProblem& problem) {
                     if (!problem.problem.is_warning()) return true;
                     return !problem.is_note() && !confirmed.contains(problem.problem.code());
                 });
    return list;
}

}  // namespace busbar
