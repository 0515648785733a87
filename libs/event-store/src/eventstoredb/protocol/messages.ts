/**
 * The messages of the protocol, as the client's package ships them. They are plain CommonJS, so they come as the default
 * export; from here on they have their names.
 */
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';

export const { AppendReq, ReadReq } = streams;
export const { Empty, StreamIdentifier, UUID } = shared;
export const { StreamsClient } = streamsService;

export type AppendReq = streams.AppendReq;
export type AppendResp = streams.AppendResp;
export type ReadReq = streams.ReadReq;
export type ReadResp = streams.ReadResp;
export type ReadOptions = streams.ReadReq.Options;
export type RecordedEvent = streams.ReadResp.ReadEvent.RecordedEvent;
export type StreamsClient = streamsService.StreamsClient;
