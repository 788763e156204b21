// SPDX-License-Identifier: Apache-2.0
// Bus: who takes part, frames in and out, wake-ups. What single messages do is in bus_*.cpp.
#include "bus/bus.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "bus/participant.hpp"

namespace busbar {
namespace {

Inbox::Stamp stamp_of(const RuntimeClock& clock) {
    using std::chrono::milliseconds;
    const auto time = std::chrono::duration_cast<milliseconds>(clock.now().time_since_epoch());
    return static_cast<Inbox::Stamp>(time.count());
}

}  // namespace

Bus::Bus(const RuntimeClock& clock, std::shared_ptr<spdlog::logger> log)
    : clock_(clock),
      log_(std::move(log)),
      last_trace_(static_cast<std::uint64_t>(clock.wall_us())) {}

Bus::~Bus() {
    for (const auto& participant : participants_) ::close(participant->wake_fd);
}

Result<ParticipantId> Bus::join(const std::string& name, Other other) {
    if (name.empty() || name == "virtual") {
        return fail(ErrorCode::InvalidArgument, "'" + name + "' cannot be a plugin's id");
    }
    auto lock = enter();
    Participant* slot = nullptr;
    for (const auto& participant : participants_) {
        if (participant->name == name) {
            return fail(ErrorCode::AlreadyExists, "'" + name + "' is on the bus already");
        }
        if (participant->name.empty() && slot == nullptr) slot = participant.get();
    }
    const auto owner = BUSBAR_TRY(registry_.owner_of(name));
    if (slot == nullptr) {
        if (participants_.size() == kParticipantsMax) {
            return fail(ErrorCode::Unavailable, "there are 256 plugins on the bus already");
        }
        const auto wake_fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        if (wake_fd < 0) return fail(ErrorCode::Unavailable, "no file descriptor is left");
        slot = participants_.emplace_back(std::make_unique<Participant>()).get();
        slot->id = static_cast<ParticipantId>(participants_.size());
        slot->wake_fd = wake_fd;
    }
    slot->name = name;
    slot->owner = owner;
    slot->other = std::move(other);
    slot->epoch = ++last_epoch_;
    for (const auto& [service, offer] : services_) slot->services.insert(service);
    if (!slot->services.empty()) waiting(*slot);
    const auto id = slot->id;
    release(lock);
    return id;
}

void Bus::leave(ParticipantId id) {
    auto lock = enter();
    auto* from = participant(id);
    if (from == nullptr) return;
    for (const auto handle : from->own) {
        if (handle != 0) mark_stale(handle, registry_.at(handle));
    }
    for (const auto& request : requests_.take_of(id)) {
        finish(request, v1::COMMAND_OUTCOME_REFUSED, "its plugin is not running");
    }
    for (auto service = services_.begin(); service != services_.end();) {
        const auto current = service++;
        if (current->second.participant != id) continue;
        const auto name = current->first;
        services_.erase(current);
        services_changed(name, id);
    }
    for (Handle handle = 1; handle <= registry_.count(); ++handle) {
        std::erase_if(registry_.at(handle).subscriptions,
                      [id](const Subscription& one) { return one.participant == id; });
    }
    const auto wake_fd = from->wake_fd;
    *from = Participant{};
    from->id = id;
    from->wake_fd = wake_fd;
    release(lock);
}

int Bus::wake_fd(ParticipantId id) const {
    const Lock lock(mutex_);
    const auto* found = participant(id);
    return found == nullptr ? -1 : found->wake_fd;
}

busbar_status Bus::send(ParticipantId id, std::span<const std::uint8_t> frame) {
    constexpr int kMessagesPerLock = 64;  // a big frame does not keep the others waiting
    Other other;
    std::vector<FrameReader::Part> others;
    FrameReader reader(frame);
    for (bool first = true; first || !reader.done(); first = false) {
        auto lock = enter();
        auto* from = participant(id);
        if (from == nullptr) return BUSBAR_CLOSED;
        if (frame.size() > BUSBAR_FRAME_SIZE_MAX) {
            complain(*from, "frame too large");
            release(lock);
            return BUSBAR_REFUSED;
        }
        // All of a frame is taken or nothing of it, so only in the beginning.
        if (first && from->inbox.answers() > Inbox::kAnswersMax) {
            ++from->figures.turned_back;
            return BUSBAR_FULL;
        }
        FrameReader::Part part;
        for (int i = 0; i < kMessagesPerLock && reader.next(part); ++i) {
            if (is_bus_message(part.field)) {
                handle(*from, part);
            } else {
                others.push_back(part);
            }
        }
        if (reader.malformed()) complain(*from, "frame not readable");
        if (!others.empty() && !other) other = from->other;
        release(lock);
    }
    for (const auto& part : others) {
        if (other) other(part.field, part.body);
    }
    return reader.malformed() ? BUSBAR_REFUSED : BUSBAR_OK;
}

// What waits longest comes first; who has to be told of services or objects as well is, in the rest
// of each frame, so that a flood of states does not put it off.
bool Bus::receive(ParticipantId id, std::string& frame) {
    frame.clear();
    Lock lock(mutex_);
    auto* to = participant(id);
    if (to == nullptr) return false;
    const bool more = !to->services.empty() || to->may_catch_up();
    to->inbox.take(frame, more ? BUSBAR_FRAME_SIZE_MAX / 2 : BUSBAR_FRAME_SIZE_MAX);
    if (!to->services.empty()) give_services(*to, frame);
    if (to->may_catch_up()) catch_up(*to, frame);
    if (!frame.empty()) ++to->figures.frames_out;
    if (!has_something(*to)) {
        // Also when there was nothing: a signal may come after what it was for has been taken.
        eventfd_t ignored = 0;
        (void)::eventfd_read(to->wake_fd, &ignored);  // EAGAIN when it is still on its way
        to->woken = false;  // who adds something from here on signals anew
    }
    lock.unlock();
    return !frame.empty();
}

bool Bus::tell_encoded(ParticipantId id, std::string_view message) {
    auto lock = enter();
    auto* to = participant(id);
    if (to == nullptr) return false;
    const bool taken = to->inbox.push_control(message, 0, stamp_);
    waiting(*to);
    release(lock);
    return taken;
}

BusFigures Bus::figures(ParticipantId id) const {
    const Lock lock(mutex_);
    const auto* found = participant(id);
    if (found == nullptr) return {};
    auto figures = found->figures;
    figures.conflated = found->inbox.conflated();
    figures.dropped += found->inbox.dropped();
    figures.depth = found->inbox.depth() + found->catch_up.size();
    figures.oldest_ms = found->inbox.age(stamp_of(clock_));
    return figures;
}

bool Bus::is_bus_message(int field) {
    using M = v1::Message;
    return (field >= M::kStateChangedFieldNumber && field <= M::kCatalogueCompleteFieldNumber) ||
           (field >= M::kServiceOfferedFieldNumber && field <= M::kServiceResultFieldNumber);
}

void Bus::handle(Participant& from, const FrameReader::Part& part) {
    using M = v1::Message;
    switch (part.field) {
        case M::kStateChangedFieldNumber:
            return on_state(from, part);
        case M::kCommandFieldNumber:
            return on_command(from, part);
        case M::kCommandResultFieldNumber:
            return on_result(from, part);
        case M::kObjectAppearedFieldNumber:
            return on_appeared(from, part);
        case M::kObjectRemovedFieldNumber:
            return on_removed(from, part);
        case M::kSubscribeFieldNumber:
            return on_subscribe(from, part);
        case M::kUnsubscribeFieldNumber:
            return on_unsubscribe(from, part);
        case M::kCatalogueCompleteFieldNumber:
            return on_announced(from);
        case M::kServiceOfferedFieldNumber:
            return on_service_offered(from, part);
        case M::kServiceWithdrawnFieldNumber:
            return on_service_withdrawn(from, part);
        case M::kServiceRequestFieldNumber:
            return on_service_request(from, part);
        case M::kServiceResultFieldNumber:
            return on_service_result(from, part);
        default:
            return;
    }
}

// A rule was broken: counted, and logged at most once a second and participant.
void Bus::complain(Participant& from, std::string_view what, std::string_view which) {
    ++from.figures.refused;
    const auto held_back = from.complaints.allow(clock_.now());
    if (!held_back) return;
    std::string line =
        "message dropped plugin=" + from.name + " reason=\"" + std::string(what) + '"';
    if (!which.empty()) line += " object=" + std::string(which.substr(0, 128));
    if (*held_back > 0) line += " held_back=" + std::to_string(*held_back);
    complaints_.push_back(std::move(line));
}

bool Bus::has_something(const Participant& participant) {
    return !participant.inbox.empty() || participant.may_catch_up() ||
           !participant.services.empty();
}

void Bus::waiting(Participant& participant) {
    if (participant.woken) return;
    participant.woken = true;
    wakes_.push_back(participant.wake_fd);
}

// Begins the monitor's turn.
Bus::Lock Bus::enter() {
    Lock lock(mutex_);
    stamp_ = stamp_of(clock_);
    return lock;
}

// Ends the monitor's turn: what has to be done outside of the lock is done now.
void Bus::release(Lock& lock) {
    if (wakes_.empty() && complaints_.empty()) return lock.unlock();
    const auto wakes = std::exchange(wakes_, {});
    const auto complaints = std::exchange(complaints_, {});
    lock.unlock();
    for (const auto fd : wakes) (void)::eventfd_write(fd, 1);  // cannot be full at 1
    for (const auto& line : complaints) log_->warn(line);
}

Bus::Participant* Bus::participant(ParticipantId id) const {
    if (id == kNobody || id > participants_.size()) return nullptr;
    auto* found = participants_[id - 1U].get();
    return found->name.empty() ? nullptr : found;
}

}  // namespace busbar
