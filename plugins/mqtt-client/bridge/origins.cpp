// SPDX-License-Identifier: Apache-2.0
// Whose change a state is: told by its cause, by the tags of messages, and to the others.
#include <cstring>

#include "bridge/bridge.hpp"

namespace mqtt_client {
namespace {

// Lays values out one behind the other, and reads them again.
template <class Value>
void append(std::string& text, const Value& value) {
    const auto size = text.size();
    text.resize(size + sizeof value);
    std::memcpy(text.data() + size, &value, sizeof value);
}

template <class Value>
Value take(std::string_view& text) {
    Value value{};
    std::memcpy(&value, text.data(), sizeof value);
    text.remove_prefix(sizeof value);
    return value;
}

constexpr std::size_t kTagSize =
    sizeof(std::uint64_t) + sizeof(Ref::slot) + sizeof(Ref::generation);
constexpr std::size_t kOriginSize = sizeof(OriginTag::count) + sizeof(OriginTag::server);

}  // namespace

// Comes back in the cause of the state that a command leads to: this start of ours, which
// assignment, and whose change it is, if somebody said so.
std::string_view Bridge::command_tag(Ref ref, const OriginTag& origin) {
    tag_.clear();
    append(tag_, identity_.nonce);
    append(tag_, ref.slot);
    append(tag_, ref.generation);
    if (!origin.empty()) {
        append(tag_, origin.count);
        append(tag_, origin.server);
    }
    return tag_;
}

Bridge::Cause Bridge::cause_of(const busbar::v1::StateChanged& state) const {
    if (!state.has_cause()) return {};
    std::string_view tag = state.cause().tag();
    const bool ours = state.cause().sender() == identity_.plugin_id &&
                      (tag.size() == kTagSize || tag.size() == kTagSize + kOriginSize) &&
                      take<std::uint64_t>(tag) == identity_.nonce;
    if (!ours) return {CausedBy::Others, {}, {}};
    Cause cause;
    cause.by = CausedBy::Us;
    cause.ref.slot = take<std::uint32_t>(tag);
    cause.ref.generation = take<std::uint32_t>(tag);
    if (!tag.empty()) {
        cause.tag.count = take<std::uint64_t>(tag);
        cause.tag.server = take<std::uint16_t>(tag);
    }
    return cause;
}

bool Bridge::tells_origin(const ObjectRecord& object) const {
    bool tells = false;
    each_of(object, [&](std::uint32_t slot) {
        tells = tells || connections_[assignments_[slot].connection]->connection.tells_origin();
    });
    return tells;
}

Tagged Bridge::judge_tag(const ObjectRecord& object, const OriginTag& tag, bool retained) const {
    if (tag.empty()) return Tagged::No;
    // What the broker has kept of ours may be all that is left of it, after a restart.
    if (origins_.own(tag) && !retained) return Tagged::Own;
    const bool known = object.tags && !origins_.younger(tag, object.tags->newest);
    return known ? Tagged::Stale : Tagged::Newer;
}

// The object is what this change has made of it.
void Bridge::note_origin(ObjectRecord& object, const OriginTag& tag) {
    if (!object.tags) object.tags = std::make_unique<ObjectTags>();
    object.tags->of_state = tag;
    if (origins_.younger(tag, object.tags->newest)) object.tags->newest = tag;
}

void Bridge::changed_here(ObjectRecord& object) { note_origin(object, origins_.next(loop_.now())); }

// A younger change that makes no difference here: others may have to know that it is younger.
void Bridge::pass_on(ObjectRecord& object, const Value& value, const OriginTag& tag) {
    note_origin(object, tag);
    if (!(value == object.state)) return;  // it will be, and is told then
    each_of(object, [&](std::uint32_t slot) {
        const auto& assignment = assignments_[slot];
        const auto& connection = connections_[assignment.connection]->connection;
        if (connection.tells_origin() && !assignment.same_topic) send_report(slot, Origin::Remote);
    });
}

OriginProperties Bridge::origin_of(const Report& report) const {
    if (report.tag.empty()) return {};
    return {origins_.server_of(report.tag), report.tag.count};
}

}  // namespace mqtt_client
