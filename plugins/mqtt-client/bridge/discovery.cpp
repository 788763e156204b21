// SPDX-License-Identifier: Apache-2.0
// Announcing objects to Home Assistant, on the connections that want it.
//
// What is announced is made when there is room for it, not kept. What somebody else would have to
// take back (we were not running, or the connection was not) is found at the next connect: we
// listen to our own announcements, and what is retained of an object that is not assigned any more
// is replaced by nothing. Where announcing was switched off meanwhile we listen once more.
#include <algorithm>
#include <utility>

#include "bridge/bridge.hpp"
#include "protocol/topic.hpp"

namespace mqtt_client {

namespace v1 = busbar::v1;

// ── settings ────────────────────────────────────────────────────────────────────────────────────

void Bridge::set_announcing(Place& place, const std::optional<AnnouncingNode>& node) {
    if (place.node == node) return;
    const auto slot = connection_slot(place.connection.id());
    if (place.node) {
        for (auto& announced : std::exchange(place.announced, {})) {
            place.to_withdraw.push_back(std::move(announced.second));
        }
        place.to_announce.clear();
        place.connection.unlisten({announcement_filter(*place.node), connection_qos(slot)});
        if (!place.connection.up()) place.left_node = place.node;
    }
    place.node = node;
    if (place.node) {
        place.connection.listen({announcement_filter(*place.node), connection_qos(slot)});
        announce_all(place);
    }
    place.connection.announce_objects();
}

// ── what is to be said ──────────────────────────────────────────────────────────────────────────

void Bridge::announce_all(Place& place) {
    if (!place.node) return;
    hear_descriptions();
    place.to_announce.clear();
    place.announced_ids = {};
    const auto connection = connection_slot(place.connection.id());
    for (std::uint32_t slot = 0; slot < assignments_.size(); ++slot) {
        const auto& assignment = assignments_[slot];
        if (assignment.generation != 0 && assignment.connection == connection) announce_soon(slot);
    }
}

void Bridge::announce_soon(std::uint32_t slot) {
    auto& place = *connections_[assignments_[slot].connection];
    if (!place.node) return;
    const auto id = announced_id(objects_[assignments_[slot].object].id.view());
    const auto is = [&](std::uint32_t other) { return other == slot; };
    if (place.announced_ids.first(id, is) == kNoSlot) place.announced_ids.add(id, slot);
    if (!place.connection.up()) return;  // then all of them
    place.to_announce.push_back(ref_of(slot));
    announce_entity_of(slot);
    place.connection.announce_objects();
}

// Who of an entity is announced, and as what, depends on all of them.
void Bridge::announce_entity_of(std::uint32_t slot) {
    const auto& assignment = assignments_[slot];
    auto& place = *connections_[assignment.connection];
    const auto* entity = entity_of(*place.node, objects_[assignment.object].id.view());
    if (entity == nullptr || !place.connection.up()) return;
    for (const auto& [role, id] : entity->objects) {
        const auto other = assignment_on(assignment.connection, id);
        if (other != kNoSlot && other != slot) place.to_announce.push_back(ref_of(other));
    }
}

// Before the assignment is removed.
void Bridge::withdraw(std::uint32_t slot) {
    auto& place = *connections_[assignments_[slot].connection];
    if (!place.node) return;
    place.announced_ids.remove(announced_id(objects_[assignments_[slot].object].id.view()), slot);
    announce_entity_of(slot);
    auto announced = place.announced.extract(slot);
    if (announced.empty()) return;
    // Not at once: an assignment that is changed is removed and made again, and what is taken back
    // loses all that somebody has set over there.
    place.to_withdraw.push_back(std::move(announced.mapped()));
}

// The next message of a connection's announcements.
std::optional<Announcement> Bridge::next_announcement(Connection& connection) {
    auto& place = place_of(connection);
    for (;;) {
        if (!place.to_withdraw.empty()) {
            Announcement nothing{std::move(place.to_withdraw.front()), {}};
            place.to_withdraw.pop_front();
            if (stays_announced(place, nothing.topic)) continue;
            return nothing;
        }
        if (place.to_announce.empty() || !place.node) return std::nullopt;
        const auto ref = place.to_announce.front();
        place.to_announce.pop_front();
        if (assignment_of(ref) == nullptr) continue;
        auto made = announcement_of(ref.slot, *place.node);
        auto& announced = place.announced[ref.slot];
        if (!announced.empty() && (!made || made->topic != announced)) {
            // It became another component.
            place.to_withdraw.push_back(std::move(announced));
        }
        if (!made) {
            place.announced.erase(ref.slot);
            continue;
        }
        announced = made->topic;
        return made;
    }
}

// Alone, or, as the first of an entity, for all of it; the others of it say nothing.
std::optional<Announcement> Bridge::announcement_of(std::uint32_t slot,
                                                    const AnnouncingNode& node) const {
    const auto& assignment = assignments_[slot];
    if (const auto* entity = entity_of(node, objects_[assignment.object].id.view())) {
        std::vector<std::pair<Role, AnnouncedObject>> members;
        std::uint32_t leading = kNoSlot;
        for (const auto& [role, id] : entity->objects) {
            const auto other = assignment_on(assignment.connection, id);
            auto object = other != kNoSlot ? announced_object(other) : std::nullopt;
            if (!object) continue;
            if (members.empty()) leading = other;
            members.emplace_back(role, std::move(*object));
        }
        if (auto whole = announce(*entity, members, node)) {
            return slot == leading ? whole : std::nullopt;
        }
    }
    const auto object = announced_object(slot);
    return object ? announce(*object, node) : std::nullopt;
}

const EntitySettings* Bridge::entity_of(const AnnouncingNode& node, std::string_view object) {
    const auto found =
        std::find_if(node.entities.begin(), node.entities.end(),
                     [&](const auto& one) { return one.role_of(object) != nullptr; });
    return found != node.entities.end() ? &*found : nullptr;
}

std::uint32_t Bridge::assignment_on(std::uint32_t connection, std::string_view object) const {
    const auto known = find_object(object);
    auto slot = known != kNoSlot ? objects_[known].first_assignment : kNoSlot;
    while (slot != kNoSlot && assignments_[slot].connection != connection) {
        slot = assignments_[slot].next_of_object;
    }
    return slot;
}

// Nothing while the object is not there, and for payload formats that Home Assistant would need
// templates for.
std::optional<AnnouncedObject> Bridge::announced_object(std::uint32_t slot) const {
    const auto& assignment = assignments_[slot];
    const auto& object = objects_[assignment.object];
    if (object.handle == 0) return std::nullopt;
    AnnouncedObject announced;
    if (assignment.formatted) {
        const auto& format = formats_.at(slot).settings();
        FormatSettings words;
        words.words = format.words;
        if (!(format == words)) return std::nullopt;
        announced.words = format.words;
    }
    const auto& type = type_of(object);
    announced.id = object.id.view();
    if (const auto found = descriptions_.find(assignment.object); found != descriptions_.end()) {
        announced.name = found->second.name;
        announced.room = found->second.room;
    }
    announced.kind = object.kind;
    announced.occurrence = object.occurrence;
    announced.representation = type.representation();
    announced.unit = type.unit();
    if (type.has_minimum()) announced.minimum = type.minimum();
    if (type.has_maximum()) announced.maximum = type.maximum();
    announced.step = type.step();
    for (const auto& label : type.labels()) {
        announced.labels.emplace_back(label.value(), label.label());
    }
    // Nobody can publish to a topic with wildcards.
    if (object.commandable && !has_wildcard(assignment.texts.command_topic())) {
        announced.command_topic = assignment.texts.command_topic();
    }
    if (object.readable) announced.report_topic = assignment.texts.report_topic();
    return announced;
}

// ── what was said before ────────────────────────────────────────────────────────────────────────

// True when the message was an announcement of our node.
bool Bridge::heard_announcement(Place& place, std::string_view topic, std::string_view payload,
                                Delivery delivery) {
    const bool ours = (place.node && announced_id_in(topic, *place.node)) ||
                      (place.left_node && announced_id_in(topic, *place.left_node));
    if (!ours) return false;
    // What is told as it happens is what we say ourselves.
    if (!delivery.retained || payload.empty() || stays_announced(place, topic)) return true;
    place.to_withdraw.emplace_back(topic);
    place.connection.announce_objects();
    return true;
}

// Whether an assignment has this announcement, or may have it once its object is known.
bool Bridge::stays_announced(const Place& place, std::string_view topic) const {
    const auto id = place.node ? announced_id_in(topic, *place.node) : std::nullopt;
    if (!id) return false;
    const auto has_it = [&](std::uint32_t slot) {
        const auto& object = objects_[assignments_[slot].object];
        if (announced_id(object.id.view()) != *id) return false;
        if (object.handle == 0) return true;
        const auto made = announcement_of(slot, *place.node);
        return made && made->topic == topic;
    };
    return place.announced_ids.first(*id, has_it) != kNoSlot;
}

// ── names and rooms ─────────────────────────────────────────────────────────────────────────────

// From the first wish on; what was told before is told again, now with name and room.
void Bridge::hear_descriptions() {
    if (std::exchange(hears_descriptions_, true) || hears_all_) return;
    std::vector<std::string> known;
    for (const auto& object : objects_) {
        if (object.handle != 0) known.emplace_back(object.id.view());
    }
    if (known.empty()) return;
    bus_.drop_subscriptions(known);
    catalogues_awaited_ += bus_.add_subscriptions(known);
}

}  // namespace mqtt_client
