// SPDX-License-Identifier: Apache-2.0
// Rules of topics: assignments for objects that nobody assigned one by one.
//
// While there are rules every object of the bus is known here, with its name and its room. An
// assignment that a rule makes is like any other, but for its id ("rule/object"), which no item
// has, and its subscription, which is the rule's.
#include <algorithm>
#include <utility>

#include "bridge/bridge.hpp"
#include "bridge/wording.hpp"

namespace mqtt_client {
namespace {

namespace v1 = busbar::v1;

// Whether an id fits a pattern, in which * stands for anything; an empty one fits all.
bool fits(std::string_view id, std::string_view pattern) {
    if (pattern.empty()) return true;
    std::size_t at = 0;
    std::size_t star = std::string_view::npos;  // the last one met
    std::size_t retry = 0;                      // where it stops next time
    for (std::size_t i = 0; i < id.size();) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            retry = i;
        } else if (at < pattern.size() && pattern[at] == id[i]) {
            ++at;
            ++i;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            i = ++retry;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

busbar::Result<std::optional<TopicTemplate>> template_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return BUSBAR_TRY(TopicTemplate::parse(text));
}

}  // namespace

busbar::Status Bridge::set_rule(const std::string& id, const RuleSettings& settings) {
    remove_rule(id);
    Rule rule;
    rule.command = BUSBAR_TRY(template_of(settings.command_topic));
    rule.report = BUSBAR_TRY(template_of(settings.report_topic));
    if (!settings.format.plain()) BUSBAR_CHECK(Format::make(settings.format));
    rule.settings = settings;
    rule.connection = connection_slot(settings.connection);
    if (rule.command) rule.filter = rule.command->filter();
    auto& place = *connections_[rule.connection];
    const auto filter = rule.filter;
    const auto before = listened(place, filter);
    rules_[id] = std::move(rule);
    listen_again(place, filter, before);
    rules_due_ = true;
    return {};
}

void Bridge::remove_rule(const std::string& id) {
    const auto found = rules_.find(id);
    if (found == rules_.end()) return;
    auto& place = *connections_[found->second.connection];
    const auto filter = found->second.filter;
    const auto before = listened(place, filter);
    rules_.erase(found);
    listen_again(place, filter, before);
    const auto prefix = id + '/';
    for (std::uint32_t slot = 0; slot < assignments_.size(); ++slot) {
        const auto& assignment = assignments_[slot];
        if (assignment.by_rule && assignment.texts.id().starts_with(prefix)) {
            remove_assignment(slot);
        }
    }
    rules_due_ = true;
    v1::StatusChanged status;
    status.set_collection("rules");
    status.set_item_id(id);
    status.set_removed(true);
    bus_.show_status(std::move(status));
}

// From the first rule on, until we start again: it costs little to hear of an object and forget it.
void Bridge::hear_all() {
    if (std::exchange(hears_all_, true)) return;
    // What was told already is told again, now with name and room.
    std::vector<std::string> known;
    for (const auto& object : objects_) {
        if (object.subscribed && !object.id.empty()) known.emplace_back(object.id.view());
    }
    bus_.drop_subscriptions(known);
    to_subscribe_.clear();
    catalogues_awaited_ += bus_.subscribe_all();
}

void Bridge::apply_rules() {
    if (rules_.empty()) return;
    for (std::uint32_t slot = 0; slot < objects_.size(); ++slot) apply_rules(slot);
}

void Bridge::apply_rules(std::uint32_t object) {
    for (const auto& [id, rule] : rules_) apply_rule(id, rule, object);
    touch_watchlist();
}

void Bridge::apply_rule(const std::string& rule_id, const Rule& rule, std::uint32_t slot) {
    const auto& object = objects_[slot];
    const auto object_id = object.id.view();
    const auto id = rule_id + '/' + std::string(object_id);
    AssignmentSettings settings;
    if (object.handle != 0 && fits(object_id, rule.settings.objects) &&
        !assigned_before(object, rule.connection, id)) {
        const auto& described = descriptions_[slot];
        const TopicSubject subject{object_id, described.name, described.room, {}};
        const bool structured = object.kind == Kind::Bytes || object.kind == Kind::Fields;
        if (rule.command && object.commandable && !structured) {
            settings.command_topic = rule.command->topic(subject);
        }
        if (rule.report && object.readable) settings.report_topic = rule.report->topic(subject);
    }
    const bool wanted = !settings.command_topic.empty() || !settings.report_topic.empty();
    if (const auto there = find_assignment(id); there != kNoSlot) {
        const auto& texts = assignments_[there].texts;
        if (wanted && texts.command_topic() == settings.command_topic &&
            texts.report_topic() == settings.report_topic) {
            return;
        }
        remove_assignment(there);
    }
    if (!wanted) return;
    settings.connection = rule.settings.connection;
    settings.object = object_id;
    settings.on_retained = rule.settings.on_retained;
    settings.format = rule.settings.format;
    (void)make_assignment(id, settings, true);  // set_rule() tried the format
}

// Whether the object is on the connection by an item, or by a rule that comes before.
bool Bridge::assigned_before(const ObjectRecord& object, std::uint32_t connection,
                             std::string_view id) const {
    for (auto slot = object.first_assignment; slot != kNoSlot;
         slot = assignments_[slot].next_of_object) {
        const auto& other = assignments_[slot];
        if (other.connection != connection || other.texts.id() == id) continue;
        if (!other.by_rule || other.texts.id() < id) return true;
    }
    return false;
}

// How many objects each rule serves, and what they have carried together. Told anew when there are
// more or less of them, or when something was refused.
void Bridge::show_rules() {
    struct Sum {
        std::uint32_t objects = 0;
        Traffic traffic;
    };
    std::map<std::string, Sum, std::less<>> sums;
    for (const auto& assignment : assignments_) {
        if (!assignment.by_rule) continue;
        const auto id = assignment.texts.id();
        auto& sum = sums[std::string(id.substr(0, id.find('/')))];
        ++sum.objects;
        sum.traffic.messages += assignment.traffic.messages;
        sum.traffic.commands += assignment.traffic.commands;
        sum.traffic.refused += assignment.traffic.refused;
        sum.traffic.reports += assignment.traffic.reports;
    }
    for (auto& [id, rule] : rules_) {
        const auto& [count, traffic] = sums[id];
        const auto news = std::pair(count, traffic.refused);
        if (rule.told == news) continue;
        rule.told = news;
        v1::StatusChanged status;
        status.set_collection("rules");
        status.set_item_id(id);
        status.set_state(v1::STATUS_STATE_CONNECTED);
        status.set_text("Gives topics to " + std::to_string(count) +
                        (count == 1 ? " object." : " objects."));
        add_figure(status, "objects", count);
        add_figure(status, "messages", traffic.messages);
        add_figure(status, "commands", traffic.commands);
        add_figure(status, "refused", traffic.refused);
        add_figure(status, "reports", traffic.reports);
        add_text(status, "last_refused", rule.last_refused);
        bus_.show_status(std::move(status));
    }
}

}  // namespace mqtt_client
