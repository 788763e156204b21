// SPDX-License-Identifier: Apache-2.0
// Bus: what one plugin offers another, by name.
#include "bus/participant.hpp"

namespace busbar {
namespace {

constexpr std::size_t kDescriptionMax = 16'384;
constexpr std::size_t kRequestMax = 4'096;
constexpr std::size_t kMethodMax = 128;
constexpr std::size_t kResponseMax = 32'768;
constexpr std::size_t kServicesMax = 256;
constexpr std::chrono::seconds kAnswerTimeout{5};

}  // namespace

void Bus::on_service_offered(Participant& from, const FrameReader::Part& part) {
    v1::ServiceOffered offer;
    if (!parse(from, part, offer)) return;
    const auto found = services_.find(offer.name());
    if (!valid_id(offer.name()) || offer.description().size() > kDescriptionMax) {
        return complain(from, "service name or description not acceptable");
    }
    if (found != services_.end() && found->second.participant != from.id) {
        return complain(from, "service is offered by another plugin");
    }
    if (found == services_.end() && services_.size() == kServicesMax) {
        return complain(from, "there are 256 services already");
    }
    offer.set_plugin_id(from.name);
    const auto name = offer.name();
    services_[name] = {from.id, std::move(offer)};
    services_changed(name, from.id);
}

void Bus::on_service_withdrawn(Participant& from, const FrameReader::Part& part) {
    v1::ServiceWithdrawn withdrawn;
    if (!parse(from, part, withdrawn)) return;
    const auto found = services_.find(withdrawn.name());
    if (found == services_.end() || found->second.participant != from.id) return;
    services_.erase(found);
    services_changed(withdrawn.name(), from.id);
}

// Only the name is noted: however often an offer changes, it waits once, and is told as it is then.
void Bus::services_changed(const std::string& name, ParticipantId except) {
    for (const auto& participant : participants_) {
        if (participant->name.empty() || participant->id == except) continue;
        participant->services.insert(name);
        waiting(*participant);
    }
}

void Bus::give_services(Participant& participant, std::string& frame) {
    while (!participant.services.empty()) {
        const auto name = *participant.services.begin();
        const auto found = services_.find(name);
        const bool offered =
            found != services_.end() && found->second.participant != participant.id;
        const auto size = offered ? found->second.offer.ByteSizeLong() : name.size();
        constexpr std::size_t kOverhead = 16;
        if (!frame.empty() && frame.size() + size + kOverhead > BUSBAR_FRAME_SIZE_MAX) return;
        participant.services.erase(participant.services.begin());
        if (offered) {
            append_message(frame, v1::Message::kServiceOfferedFieldNumber, found->second.offer);
        } else {
            v1::ServiceWithdrawn withdrawn;
            withdrawn.set_name(name);
            append_message(frame, v1::Message::kServiceWithdrawnFieldNumber, withdrawn);
        }
    }
}

void Bus::on_service_request(Participant& from, const FrameReader::Part& part) {
    v1::ServiceRequest wish;
    if (!parse(from, part, wish)) return;
    const auto refuse = [&](const char* reason) {
        finish({Request::Kind::Service, from.id, kNobody, wish.id(), {}},
               v1::COMMAND_OUTCOME_REFUSED, reason);
    };
    const auto found = services_.find(wish.service());
    if (found == services_.end()) return refuse("the service is not there");
    if (wish.request().size() > kRequestMax || wish.method().size() > kMethodMax)
        return refuse("the request is too large");
    auto& to = *participants_[found->second.participant - 1U];
    const auto id = requests_.add(
        {Request::Kind::Service, from.id, to.id, wish.id(), clock_.now() + kAnswerTimeout});
    if (id == 0) return refuse("too many requests are under way already");
    wish.set_id(id);
    encoded_.clear();
    append_message(encoded_, v1::Message::kServiceRequestFieldNumber, wish);
    if (to.inbox.push_control(encoded_, 0, stamp_)) return waiting(to);
    if (requests_.finish(id, to.id)) refuse("the service does not keep up");
}

void Bus::on_service_result(Participant& from, const FrameReader::Part& part) {
    v1::ServiceResult result;
    if (!parse(from, part, result)) return;
    const auto request = requests_.finish(result.id(), from.id);
    if (!request || request->kind != Request::Kind::Service) return;
    auto* sender = participant(request->sender);
    if (sender == nullptr) return;
    if (result.response().size() > kResponseMax || result.error().size() > kResponseMax) {
        complain(from, "answer of a service with more than 32,768 octets");
        return finish(*request, v1::COMMAND_OUTCOME_REFUSED, "the answer is too large");
    }
    result.set_id(request->sender_id);
    push_answer(*sender, v1::Message::kServiceResultFieldNumber, result);
}

}  // namespace busbar
